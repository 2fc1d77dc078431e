"""The archive of companies: who keeps it, what is refused, and whom one speaks with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations import actions
from percorsi.organisations.actions import CompanyDraft, ReferenceDraft
from percorsi.organisations.choices import Kind, Nature
from percorsi.organisations.models import Organisation, Reference
from percorsi.organisations.queries import companies_visible_to, references_visible_to, similar_to
from tests import cast

pytestmark = pytest.mark.django_db
VAT = "00743110157"
ALI = CompanyDraft(" Ali di Rondine  S.r.l. ", nature=Nature.PROFIT, vat_number="IT 00743110157", email="a@example.org")


@pytest.fixture
def scout() -> User:
    return cast.member(Role.SCOUT)


def test_a_company_is_kept(scout: User) -> None:
    made = actions.add_company(ALI, by=scout)
    assert (made.name, made.match_key, made.kind, made.vat_number) == (
        "Ali di Rondine S.r.l.",
        "ali di rondine srl",
        Kind.EMPLOYER,
        VAT,
    )
    assert list(companies_visible_to(scout)) == [made]


def test_what_is_refused(scout: User) -> None:
    for draft, field in (
        (CompanyDraft(" "), "name"),
        (CompanyDraft("a" * 201), "name"),
        (CompanyDraft("Ali", kind=Kind.MUNICIPALITY), "kind"),
        (CompanyDraft("Ali", nature="none"), "nature"),
        (CompanyDraft("Ali", vat_number="00743110158"), "vat_number"),
        (CompanyDraft("Ali", vat_number="abc"), "vat_number"),
        (CompanyDraft("Ali", codice_fiscale="00743110158"), "codice_fiscale"),
        (CompanyDraft("Ali", codice_fiscale="RSSMRA85T10A562T"), "codice_fiscale"),
        (CompanyDraft("Ali", email="chiocciola"), "email"),
        (CompanyDraft("Ali", employees=-1), "employees"),
    ):
        with pytest.raises(Refused) as caught:
            actions.add_company(draft, by=scout)
        assert caught.value.field == field
    assert not Organisation.objects.filter(kind=Kind.EMPLOYER).exists()


def test_the_codice_fiscale_of_a_firm_or_of_a_sole_trader(scout: User) -> None:
    for name, code in (("Ali", VAT), ("Vento", "rssmra85t10a562s")):
        assert actions.add_company(CompanyDraft(name, codice_fiscale=code), by=scout).codice_fiscale == code.upper()


def test_a_name_like_one_that_is_there_waits_for_a_word(scout: User) -> None:
    first = actions.add_company(CompanyDraft("Ali di Rondine S.r.l."), by=scout)
    for name in ("ALI DI RONDINE", "Ali Rondine spa", "Soc. coop. Ali di Rondine Rho"):
        with pytest.raises(Refused, match="Esiste già «Ali di Rondine S.r.l.»") as caught:
            actions.add_company(CompanyDraft(name), by=scout)
        assert caught.value.field == "is_namesake"
    assert similar_to("Ali di Cigno") == []
    assert similar_to("Ali di Rondine", but=first) == []
    second = actions.add_company(CompanyDraft("Ali di Rondine"), by=scout, is_namesake=True)
    assert second.pk != first.pk


def test_a_vat_number_belongs_to_one(scout: User) -> None:
    first = actions.add_company(ALI, by=scout)
    other = actions.add_company(CompanyDraft("Vento"), by=scout)
    for act in (
        lambda: actions.add_company(CompanyDraft("Pietra", vat_number=VAT), by=scout),
        lambda: actions.change_company(other, by=scout, version=1, draft=CompanyDraft("Vento", vat_number=VAT)),
    ):
        with pytest.raises(Refused, match="è già di «Ali di Rondine") as caught:
            act()
        assert caught.value.field == "vat_number"
    actions.change_company(first, by=scout, version=1, draft=CompanyDraft("Ali", vat_number=VAT, phone="02 399"))
    assert Organisation.objects.get(pk=first.pk).phone == "02 399"
    with pytest.raises(Stale):
        actions.change_company(first, by=scout, version=1, draft=ALI)


def test_whom_one_speaks_with_comes_and_goes(scout: User) -> None:
    company = actions.add_company(ALI, by=scout)
    made = actions.add_reference(company, by=scout, draft=ReferenceDraft(" Pia  Ghiandaia ", "titolare", "02 399"))
    assert (made.name, made.starts_on, made.ends_on) == ("Pia Ghiandaia", timezone.localdate(), None)
    with pytest.raises(Refused, match="È già"):
        actions.add_reference(company, by=scout, draft=ReferenceDraft("pia ghiandaia"))
    actions.change_reference(made, by=scout, version=1, draft=ReferenceDraft("Pia Ghiandaia", email="pia@example.org"))
    with pytest.raises(Refused) as caught:
        actions.end_reference(made, by=scout, last_day=timezone.localdate() - timedelta(days=1))
    assert caught.value.field == "last_day"
    actions.end_reference(made, by=scout)
    assert Reference.objects.get().ends_on == timezone.localdate()
    again = actions.add_reference(company, by=scout, draft=ReferenceDraft("Pia Ghiandaia"))
    assert list(references_visible_to(scout)) == [again, made]
    actions.resume_reference(made, by=scout)
    assert Reference.objects.get(pk=made.pk).ends_on is None


def test_a_reference_needs_a_name(scout: User) -> None:
    company = actions.add_company(ALI, by=scout)
    for draft, field in ((ReferenceDraft(""), "name"), (ReferenceDraft("Pia", email="x"), "email")):
        with pytest.raises(Refused) as caught:
            actions.add_reference(company, by=scout, draft=draft)
        assert caught.value.field == field


@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_archive(role: Role) -> None:
    reader = cast.member(role)
    company = cast.body("Officine", Kind.EMPLOYER)
    keeps = role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.SCOUT, Role.OFFICER}
    assert companies_visible_to(reader).exists() == (keeps or role == Role.PROJECT_COORDINATOR)
    if keeps:
        actions.add_reference(company, by=reader, draft=ReferenceDraft("Pia"))
        return
    for act in (
        lambda: actions.add_company(ALI, by=reader),
        lambda: actions.change_company(company, by=reader, version=1, draft=ALI),
        lambda: actions.add_reference(company, by=reader, draft=ReferenceDraft("Pia")),
    ):
        with pytest.raises(Forbidden):
            act()


def test_who_sends_or_pays_is_not_kept_here(scout: User) -> None:
    body = cast.body("Comune di Rho", Kind.MUNICIPALITY, seat=cast.municipality())
    assert not companies_visible_to(scout).filter(pk=body.pk).exists()
    with pytest.raises(Forbidden):
        actions.change_company(body, by=scout, version=1, draft=ALI)
