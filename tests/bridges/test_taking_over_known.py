"""A later file against what the product itself has written since: folders, names, protected people, long values."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Field

from percorsi.accounts.actions import command_user
from percorsi.activities.models import Activity, Participation
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.taking_over.importing import import_register
from percorsi.cases.models import Case
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.models import Condition, Contact, Invalidity, Person, RegisterNumber
from percorsi.placements.models import Placement
from percorsi.places.models import Municipality
from percorsi.referrals.models import Referral
from percorsi.traineeships.models import Traineeship
from tests.bridges.writing_registers import PEOPLE, write_xlsx

pytestmark = pytest.mark.django_db

CODE = "VRLNNA80B41F205G"
PLACES: dict[str, Sequence[object]] = {
    "users.number": [RegisterNumber.number.field],
    "users.family_names": [Person.family_names.field],
    "users.given_names": [Person.given_names.field],
    "users.birth_place": [Person.birth_place.field],
    "users.citizenship": [Person.citizenship.field],
    "users.residence": [Municipality.name.field],
    "users.phone": [Contact.value.field],
    "users.email": [Contact.value.field],
    "users.education": [Person.education.field],
    "users.categories": [Condition.category.field],
    "users.invalidity_kind": [Invalidity.kind.field],
    "users.sending_service": [Organisation.name.field],
    "users.operator": [Worker.name.field],
    "users.note": [Person.remark.field],
    "paths.municipality": [Municipality.name.field],
    "paths.social_worker": [Worker.name.field],
    "paths.close_reason": [Case.discharge_words.field, Referral.refusal_reason.field],
    "companies.code": [Organisation.code.field],
    "companies.name": [Organisation.name.field],
    "companies.vat_number": [Organisation.vat_number.field],
    "companies.activity": [Organisation.activity.field],
    "companies.municipality": [Municipality.name.field],
    "companies.contact": [Organisation.contact_name.field],
    "companies.phone": [Organisation.phone.field],
    "traineeships.code": [Traineeship.code.field],
    "traineeships.kind": [Traineeship.kind.field],
    "traineeships.company_tutor": [Traineeship.company_tutor.field],
    "traineeships.outcome": [Traineeship.outcome.field],
    "hires.contract": [Placement.contract_words.field],
    "hires.job": [Placement.job.field],
    "groups.activity": [Activity.name.field],
    "groups.edition": [Activity.edition.field],
    "groups.municipality": [Municipality.name.field],
    "groups.target": [Activity.target.field],
}


def taken(path: Path, sheets: dict[str, list[list[object]]]) -> dict[str, object]:
    report = import_register(write_xlsx(path / "registro.xlsx", sheets), by=command_user())
    return report.as_record()


@pytest.mark.parametrize("name", PLACES)
def test_no_text_is_longer_than_its_place(name: str) -> None:
    layout = register_layout()
    sheet, wanted = name.split(".")
    column = next(one for one in layout.sheet(sheet).columns if one.field == wanted)
    longest = column.longest or layout.longest.get(column.kind, layout.longest["text"])
    for place in PLACES[name]:
        assert isinstance(place, Field)
        assert place.max_length is not None
        assert longest <= place.max_length


def test_a_long_note_comes_in_whole(tmp_path: Path) -> None:
    note = "cerca lavoro. " * 357
    assert 4_990 < len(note.strip()) <= 5_000
    record = taken(tmp_path, {"Utenti": [[*PEOPLE[0], "Note"], [*PEOPLE[1], note], [*PEOPLE[2], ""]]})
    assert record["refused"] == []
    assert note.strip() in set(Person.objects.values_list("remark", flat=True))


@pytest.mark.parametrize(
    ("header", "value"),
    [("Cittadinanza", "x" * 61), ("Categoria", "y" * 41), ("Note", "z" * 5_001), ("Servizio inviante", "s" * 201)],
)
def test_a_text_too_long_is_refused_with_the_length_allowed(tmp_path: Path, header: str, value: str) -> None:
    record = taken(tmp_path, {"Utenti": [[*PEOPLE[0], header], [*PEOPLE[1], value], [*PEOPLE[2], ""]]})
    assert [(one["row"], one["kind"]) for one in record["refused"]] == [(2, "unreadable_value")]  # type: ignore[attr-defined]
    assert f"accorciarlo a {len(value) - 1}" in record["refused"][0]["message"]  # type: ignore[index]
    assert Person.objects.count() == 1


def test_more_hours_than_a_week_has_are_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Codice tirocinio", "N. pratica", "Codice azienda", "Data inizio", "Ore settimanali"],
        ["TIR-1", "NIL-0001", "AZ-1", date(2018, 1, 1), 1000],
    ]
    companies: list[list[object]] = [["Codice azienda", "Ragione sociale"], ["AZ-1", "Vivai Melo"]]
    record = taken(tmp_path, {"Utenti": PEOPLE, "Aziende": companies, "Tirocini": rows})
    assert [one["kind"] for one in record["refused"]] == ["unreadable_value"]  # type: ignore[attr-defined]


def test_a_folder_joins_a_person_who_had_none(tmp_path: Path) -> None:
    here = Person.objects.create(
        family_names="Averla", given_names="Anna", born_on=date(1980, 2, 1), codice_fiscale=CODE, sort_key="averla anna"
    )
    record = taken(tmp_path, {"Utenti": [[*PEOPLE[0], "Codice fiscale"], [*PEOPLE[1], CODE]]})
    assert record["merged"] == {"people": 1}
    assert Person.objects.count() == 1
    numbers = list(RegisterNumber.objects.order_by("id").values_list("number", "person"))
    assert len(numbers) == 2
    assert numbers[1] == ("NIL-0001", here.pk)


def test_names_that_the_archive_writes_otherwise_are_no_change(tmp_path: Path) -> None:
    Municipality.objects.create(name="Milano", match_key="milano", province="MI")
    sheets: dict[str, list[list[object]]] = {
        "Utenti": [
            [*PEOPLE[0], "Residenza", "Operatore", "Servizio inviante"],
            [*PEOPLE[1], "MILANO", "Storno Lia", "C.P.S. Rho"],
            [*PEOPLE[2], "milano", "LIA STORNO", "CPS rho"],
        ],
        "Gruppi": [
            ["Attività", "Edizione", "Comune", "Data inizio", "N. pratica"],
            ["Corso di saldatura", "1/2018", "MILANO", date(2018, 3, 1), "NIL-0001"],
            ["Corso di saldatura", "1/2018", "Milano", date(2018, 3, 1), "NIL-0001"],
        ],
    }
    first = taken(tmp_path, sheets)
    assert [(one["sheet"], one["row"], one["kind"]) for one in first["refused"]] == [("Gruppi", 3, "duplicate_key")]  # type: ignore[attr-defined]
    assert (Participation.objects.count(), Worker.objects.count()) == (1, 1)
    second = taken(tmp_path, sheets)
    assert set(second["created"].values()) == {0}  # type: ignore[attr-defined]
    assert second["changed"] == []


def test_what_the_old_file_says_of_a_person_protected_since_is_not_repeated(tmp_path: Path) -> None:
    taken(tmp_path, {"Utenti": PEOPLE})
    Person.objects.filter(family_names="Averla").update(
        family_names="", given_names="", born_on=None, alias="Caso 9", is_protected=True
    )
    record = taken(tmp_path, {"Utenti": [[*PEOPLE[0], "Titolo di studio"], [*PEOPLE[1], "diploma"], [*PEOPLE[2], ""]]})
    assert [(one["field"], one["in_file"]) for one in record["changed"]] == [("education", "diploma")]  # type: ignore[attr-defined]
    assert "Averla" not in str(record)


def test_a_pair_decided_stays_decided_after_a_merge_moved_the_folders(tmp_path: Path) -> None:
    header, averla, larice = PEOPLE
    sheets = {"Utenti": [header, larice, averla, ["NIL-0003", "Averla", "Bea", "F", date(1980, 2, 1)]]}
    assert taken(tmp_path, sheets)["proposed"] == {"people": 1}
    kept = RegisterNumber.objects.get(number="NIL-0002").person
    lost = RegisterNumber.objects.get(number="NIL-0001").person
    RegisterNumber.objects.filter(person=lost).update(person=kept)
    lost.delete()
    Person.objects.filter(pk=kept.pk).update(family_names="Averla", born_on=date(1980, 2, 1))
    assert taken(tmp_path, sheets)["proposed"] == {"people": 0}


def test_a_provisional_code_written_for_two_people_stays_with_the_first(tmp_path: Path) -> None:
    people = [[*PEOPLE[0], "Codice fiscale"], [*PEOPLE[1], "12345678901"], [*PEOPLE[2], "12345678901"]]
    record = taken(tmp_path, {"Utenti": people})
    assert record["refused"] == []
    codes = Person.objects.order_by("id").values_list("family_names", "codice_fiscale")
    assert list(codes) == [("Averla", "12345678901"), ("Larice", None)]
    assert [note for note in record["notes"] if "riga 3" in note and "provvisorio" in note]  # type: ignore[attr-defined]
    assert set(taken(tmp_path, {"Utenti": people})["created"].values()) == {0}  # type: ignore[attr-defined]


def test_a_number_given_to_somebody_else_meanwhile_brings_nothing_to_the_one_here(tmp_path: Path) -> None:
    taken(tmp_path, {"Utenti": PEOPLE})
    sheets: dict[str, list[list[object]]] = {
        "Utenti": [PEOPLE[0], PEOPLE[1], ["NIL-0002", "Ginestra", "Iva", "F", date(1990, 5, 5)]],
        "Percorsi": [
            ["N. pratica", "Data segnalazione", "Data presa in carico"],
            ["NIL-0001", date(2019, 1, 1), date(2019, 2, 1)],
            ["NIL-0002", date(2019, 1, 1), date(2019, 2, 1)],
        ],
        "Aziende": [["Codice azienda", "Ragione sociale"], ["AZ-1", "Vivai Melo"]],
        "Tirocini": [
            ["Codice tirocinio", "N. pratica", "Codice azienda", "Data inizio"],
            ["TIR-1", "NIL-0002", "AZ-1", date(2019, 2, 1)],
        ],
        "Presenze": [["Codice tirocinio", "Mese", "Ore presenti"], ["TIR-1", date(2019, 2, 1), 10]],
    }
    record = taken(tmp_path, sheets)
    refused = [(one["sheet"], one["row"], one["kind"]) for one in record["refused"]]  # type: ignore[attr-defined]
    assert sorted(refused) == [
        ("Percorsi", 3, "duplicate_key"),
        ("Presenze", 2, "duplicate_key"),
        ("Tirocini", 2, "duplicate_key"),
        ("Utenti", 3, "duplicate_key"),
    ]
    assert record["changed"] == []
    assert list(Case.objects.values_list("person__family_names", flat=True)) == ["Averla"]
    again = taken(tmp_path, sheets)
    assert again["refused"] == record["refused"]
    assert set(again["created"].values()) == {0}  # type: ignore[attr-defined]
