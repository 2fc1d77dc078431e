"""Referrals and cases read as the paths of the register, and who follows each folder."""

from typing import Any

from percorsi.bridges.register.rows import PathRow
from percorsi.bridges.taking_over import wording
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.organisations.models import Organisation
from percorsi.referrals.models import Referral

NOWHERE: dict[str, Any] = {"sheet": "", "row": 0}


def read_paths(first: dict[int, str]) -> list[PathRow]:
    """Return one row for each referral with its case, and one for each case without referral.

    ``first`` gives the folder that speaks for a person, for what was not written under a folder of its own.
    """
    cases = list(Case.objects.order_by("id"))
    of_referral = {case.referral_id: case for case in cases if case.referral_id}
    suspended = set(Suspension.objects.filter(ends_on=None).values_list("case_id", flat=True))
    referrals = Referral.objects.select_related("register_number", "municipality", "social_worker").order_by("id")
    rows = [_path(referral, of_referral.get(referral.pk), suspended, first) for referral in referrals]
    return rows + [_without_referral(case, suspended, first) for case in cases if not case.referral_id]


def _path(referral: Referral, case: Case | None, suspended: set[int], first: dict[int, str]) -> PathRow:
    folder = referral.register_number
    return PathRow(
        **NOWHERE,
        number=folder.number.upper() if folder else first[referral.person_id],
        referred_on=referral.referred_on,
        municipality=referral.municipality.name if referral.municipality else "",
        social_worker=referral.social_worker.name if referral.social_worker else "",
        opened_on=case.opened_on if case else None,
        closed_on=case.closed_on if case else None,
        close_reason=wording.close_reason(case) if case else referral.refusal_reason,
        state=wording.state_of(referral, case, is_suspended=bool(case and case.pk in suspended)),
    )


def _without_referral(case: Case, suspended: set[int], first: dict[int, str]) -> PathRow:
    """The register wants a day of referral: a path that nobody referred was referred on the day it began."""
    return PathRow(
        **NOWHERE,
        number=first[case.person_id],
        referred_on=case.opened_on,
        municipality="",
        social_worker="",
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        close_reason=wording.close_reason(case),
        state=wording.state_of(None, case, is_suspended=case.pk in suspended),
    )


def operators(first: dict[int, str]) -> dict[str, str]:
    """Return by folder who follows its latest open path, where that is no longer whom the folder names.

    Of several followers the one first assigned speaks.
    """
    rows = Assignment.objects.filter(ends_on=None, case__closed_on=None).order_by("-case__opened_on", "-case", "id")
    present: dict[str, dict[int, str]] = {}
    case_of: dict[str, int] = {}
    named: dict[str, int | None] = {}
    folder_number, folder_operator = (f"case__referral__register_number__{name}" for name in ("number", "operator"))
    for number, operator, person, case, worker, name in rows.values_list(
        folder_number, folder_operator, "case__person", "case", "worker", "worker__name"
    ):
        folder = number.upper() if number else first[person]
        if case_of.setdefault(folder, case) == case:
            present.setdefault(folder, {})[worker] = name
            named[folder] = operator
    return {folder: next(iter(who.values())) for folder, who in present.items() if named[folder] not in who}


def last_senders(people: set[int]) -> dict[int, Organisation]:
    """Return by person id the service of their latest referral by a service."""
    rows = Referral.objects.filter(person__in=people).exclude(sending_service=None).order_by("referred_on", "id")
    return {row.person_id: row.sending_service for row in rows.select_related("sending_service") if row.sending_service}
