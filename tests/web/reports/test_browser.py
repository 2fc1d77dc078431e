"""Andamento in a real browser: accessibility and reflow, with figures, hidden ones and mistakes."""

from datetime import date

import pytest

from percorsi.accounts.choices import Role
from percorsi.activities.models import Activity, Participation
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person, Residence
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests.cast import body, case, member, municipality, person
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

CHOICES = {
    "": [
        Role.OPERATIONAL_COORDINATOR,
        Role.COMMISSIONER,
        Role.SOCIAL_WORKER,
    ],
    "?per=comune": [Role.OPERATIONAL_COORDINATOR, Role.COMMISSIONER],
    "?tipo=mese&dal=2018&al=2018&per=categoria": [Role.OPERATIONAL_COORDINATOR],
    "?tipo=libero&inizio=31/2/2018": [Role.OPERATIONAL_COORDINATOR],
    "righe/?cifra=hires.total&dal=2018-01-01&al=2018-12-31": [Role.OPERATIONAL_COORDINATOR, Role.PROJECT_COORDINATOR],
}


def work(of: Person, town: str, number: int) -> None:
    """A path, a traineeship of as many months as the number says, a hire and a group for everybody."""
    Residence.objects.create(person=of, municipality=municipality(town))
    case(of, town=town, opened_on=date(2016 + number % 3, 3, 1))
    host = body("Vivai Averla", Kind.EMPLOYER, nature="profit")
    stage = Traineeship.objects.create(person=of, host=host, starts_on=date(2018, 1, 1))
    months = [date(2018, month, 1) for month in range(1, 2 + number % 12)]
    TraineeshipMonth.objects.bulk_create(
        [TraineeshipMonth(traineeship=stage, month=month, hours_present=20) for month in months]
    )
    Placement.objects.create(person=of, employer=host, starts_on=date(2018, 5, 1 + number), contract="fixed_term")
    group, _ = Activity.objects.get_or_create(name="ORAFO", edition="1/2018", starts_on=date(2018, 2, 1))
    Participation.objects.create(activity=group, person=of)


def test_axe_finds_nothing_and_no_page_scrolls_sideways(visit: Visit) -> None:
    for number, town in enumerate(["Rho"] * 8 + ["Settimo Milanese"] * 3 + ["Pregnana Milanese"] * 6):
        work(person(f"Fringuello {number}"), town, number)
    for choice, roles in CHOICES.items():
        for role in roles:
            visit.sign_in(member(role))
            visit.open(f"/andamento/{choice}")
            for width in WIDTHS:
                visit.widen(width)
                visit.look(f"{role} {choice}")


def test_a_figure_opens_its_rows_and_leads_back_without_scripts(visit: Visit) -> None:
    work(person("Fringuello"), "Rho", 1)
    visit.sign_in(member(Role.MEDIATOR))
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/andamento/?comune=Rho")
        page.get_by_label("Dividi per").select_option("categoria")
        page.get_by_role("button", name="Aggiorna").click()
        assert page.get_by_role("heading", name="Per categoria prevalente").is_visible()
        page.locator(".stat a").first.click()
        assert page.get_by_role("rowheader", name="Ada Fringuello").is_visible()
        page.get_by_role("link", name="Andamento", exact=True).last.click()
        assert page.get_by_label("Comune").input_value() == "Rho"
