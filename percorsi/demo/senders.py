"""What a social worker of the demo sent in: a form that waits for the service, and one still being filled in."""

from datetime import date

from percorsi.accounts.models import User
from percorsi.referrals.actions.drafting import begin_draft, save_section, send_draft
from percorsi.referrals.choices.forms import CURRENT

_SENT: dict[str, str | list[str]] = {
    "protected": "no",
    "family_names": "Gheppio",
    "given_names": "Nadia",
    "sex": "F",
    "citizenship": "italiana",
    "residence": "Rho",
    "phone": "399 4410022",
    "needs": ["long_term", "social"],
    "reason": "Senza lavoro da due anni, ha seguito un corso di cucina: vorrebbe ripartire da un tirocinio in zona.",
    "wishes": "Un orario di mattina, finché i figli sono a scuola.",
    "agrees": "yes",
    "work": "jobless",
    "experience": "Aiuto cuoca in una mensa, pulizie; qualifica professionale.",
    "hours": "part",
    "moves": ["transit"],
    "papers": ["identity", "curriculum"],
    "privacy": "signed",
    "contact": "direct",
}
_BEGUN: dict[str, str | list[str]] = {
    "protected": "no",
    "given_names": "Zefiro",
    "residence": "Rho",
    "phone": "399 4410033",
}


def send_in_forms(sender: User, *, today: date) -> None:
    """Fill in both forms as their sender would, through the same acts."""
    sent = begin_draft(by=sender, is_protected=False)
    for section in CURRENT.sections:
        answers = {**_SENT, "born": f"14/2/{today.year - 41}"}
        save_section(sent, by=sender, version=sent.version, section=section, answers=answers)
        sent.refresh_from_db()
    send_draft(sent, by=sender, version=sent.version)
    begun = begin_draft(by=sender, is_protected=False)
    save_section(begun, by=sender, version=begun.version, section=CURRENT.sections[0], answers=_BEGUN)
