"""What this room asks the law: which categories of people there are."""

from percorsi.law.categories import CATEGORIES


def category_choices() -> list[tuple[str, str]]:
    """Return the categories that a person's condition may name, as (code, Italian label), in the law file's order."""
    return [(code, category.label) for code, category in CATEGORIES.items()]


def is_sensitive(category_code: str) -> bool:
    """Whether naming this category already tells something about the person's health (art. 9 GDPR)."""
    return CATEGORIES[category_code].is_sensitive
