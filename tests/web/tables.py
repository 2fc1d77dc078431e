"""What the whole database holds, so that a test can say that nothing changed, or what did."""

from typing import Any

from django.apps import apps

# Reading is written down: the trail grows, sessions and cache live.
ALIVE = {"audit.Event", "audit.Subject", "sessions.Session"}
# A list remembers how its reader filtered it, which says nothing about people.
REMEMBERED = {"accounts.User.last_filters"}

Snapshot = dict[str, dict[Any, dict[str, Any]]]


def snapshot() -> Snapshot:
    """Every row of every table but those that live with each request, by table and primary key."""
    return {
        model._meta.label: {row["id"]: row for row in model._default_manager.values()}
        for model in apps.get_models()
        if model._meta.label not in ALIVE and model._meta.pk.name == "id"
    }


def changed_columns(before: Snapshot, after: Snapshot) -> set[str]:
    """The columns that differ, as "app.Model.column"; of a new or lost row those that hold something."""
    changed = set()
    for label in after:
        for key in {*before[label], *after[label]}:
            old, new = before[label].get(key, {}), after[label].get(key, {})
            changed |= {f"{label}.{name}" for name in {*old, *new} if (old.get(name) or "") != (new.get(name) or "")}
    return changed - REMEMBERED
