"""Writing many people at once, for importers."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models, transaction

from percorsi.people.actions import keys
from percorsi.people.models import Contact, Person, RegisterNumber, SearchTerm

BATCH = 2_000


@dataclass(slots=True)
class PersonDraft:
    """A person that is not written yet, with the rows about them (numbers, residences, contacts, conditions...)."""

    person: Person
    related: list[models.Model] = field(default_factory=list)


@transaction.atomic
def bulk_add(drafts: Collection[PersonDraft]) -> list[Person]:
    """Write people with all their rows, in a number of queries that does not grow with the people; return them."""
    for draft in drafts:
        draft.person.sort_key = keys.sort_key(draft.person)
    people = Person.objects.bulk_create([draft.person for draft in drafts], batch_size=BATCH)
    rows: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for draft in drafts:
        for row in [*draft.related, *_terms(draft)]:
            row.person = draft.person  # type: ignore[attr-defined]
            rows[type(row)].append(row)
    for model, instances in rows.items():
        model._default_manager.bulk_create(instances, batch_size=BATCH)
    return people


@transaction.atomic
def add_numbers(numbers: Collection[RegisterNumber]) -> list[RegisterNumber]:
    """Add folders to people already known, and make them searchable; return them."""
    added = RegisterNumber.objects.bulk_create(numbers, batch_size=BATCH)
    terms = [SearchTerm(person_id=row.person_id, term=word) for row in added for word in keys.number_terms(row.number)]
    SearchTerm.objects.bulk_create(terms, batch_size=BATCH, ignore_conflicts=True)
    return added


def _terms(draft: PersonDraft) -> list[SearchTerm]:
    words = keys.terms(
        draft.person,
        numbers=[row.number for row in draft.related if isinstance(row, RegisterNumber)],
        contacts=[row.value for row in draft.related if isinstance(row, Contact)],
    )
    return [SearchTerm(term=word) for word in words]
