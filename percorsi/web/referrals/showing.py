"""A referral on a page: what the reader may know of it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.referrals import queries as referrals
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import reads_reasons
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.forms import VersionedForm
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of


def opened(request: HttpRequest, referral_id: str) -> tuple[Referral, Head]:
    """Fetch a referral that the reader may see, and note the look."""
    related = ("person", "municipality", "sending_service", "social_worker")
    rows = referrals.visible_to(reader_of(request)).select_related(*related)
    row = visible_or_404(rows, referral_id)
    return row, open_person(request, row.person.public_id)


def facts_of(referral: Referral, reader: User) -> dict[str, Any]:
    """Return the context of ``referrals/facts.html``: the reasons and the sending service only for who reads them."""
    return {"referral": referral, "reads_referral_reasons": reads_reasons(reader, referral)}


def show_now(form: Form, referral: Referral) -> None:
    """When somebody else answered meanwhile, show their answer beside what was typed."""
    if not (isinstance(form, VersionedForm) and form.is_bound):
        return
    now = Referral.objects.get(pk=referral.pk)
    form.show_now(
        now.version,
        (_("Risposta"), now.get_outcome_display()),
        (_("Data della risposta"), f"{now.answered_on:%d/%m/%Y}" if now.answered_on else ""),
        (_("Motivo"), now.refusal_reason),
    )
