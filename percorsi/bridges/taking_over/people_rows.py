"""New people as the register tells of them."""

from percorsi.bridges.register.rows import UserRow
from percorsi.bridges.taking_over import wording
from percorsi.confidential.models import ProtectedIdentity
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.actions import PersonDraft
from percorsi.people.choices import ContactKind
from percorsi.people.models import Condition, Contact, Invalidity, Person, RegisterNumber, Residence
from percorsi.places.models import Municipality


def folder(row: UserRow, services: dict[str, Organisation], workers: dict[str, Worker]) -> RegisterNumber:
    """Return the folder of a row, with the sender and the operator written on it."""
    return RegisterNumber(
        number=row.number, sending_service=services.get(row.sending_service), operator=workers.get(row.operator)
    )


def draft(row: UserRow, places: dict[str, Municipality]) -> PersonDraft:
    """Return a new person with what the register says of them; of a protected one only what discloses nobody."""
    person = Person(sex=row.sex, citizenship=row.citizenship, education=row.education, remark=row.note)
    made = PersonDraft(person)
    made.related += _conditions(row)
    if row.is_protected:
        person.alias, person.is_protected = row.family_names, True
        if row.given_names or row.born_on or row.codice_fiscale or row.birth_place:
            made.related.append(_identity(row))
        return made
    person.family_names, person.given_names = row.family_names, row.given_names
    person.born_on, person.birth_place = row.born_on, row.birth_place
    person.codice_fiscale = row.codice_fiscale or None
    if row.residence or row.address:
        made.related.append(Residence(municipality=places.get(row.residence), address=row.address))
    if row.phone:
        made.related.append(Contact(kind=ContactKind.PHONE, value=row.phone))
    if row.email:
        made.related.append(Contact(kind=ContactKind.EMAIL, value=row.email))
    return made


def _conditions(row: UserRow) -> list[Condition | Invalidity]:
    made: list[Condition | Invalidity] = [
        Condition(category=wording.category_code(label), is_main=place == 0)
        for place, label in enumerate(row.categories)
    ]
    if row.invalidity_percent is not None or row.invalidity_kind:
        made.append(Invalidity(percent=row.invalidity_percent, kind=row.invalidity_kind))
    return made


def _identity(row: UserRow) -> ProtectedIdentity:
    return ProtectedIdentity(
        given_names=row.given_names,
        born_on=row.born_on,
        birth_place=row.birth_place,
        codice_fiscale=row.codice_fiscale,
    )
