"""The rooms: stairs in one direction, the same furniture everywhere, one word in all layers."""

from django.apps import apps
from django.db.models import Model

from tests.house.house import PACKAGE, WEB, calls, rooms, tracked
from tools.console import ROOT

FURNITURE = {
    "models", "choices", "queries", "actions", "policy", "legal", "indicators", "commands", "apps", "migrations",
    "__init__", "README",
}  # fmt: skip
# The rights are read by people who do not program; papers are made of templates: pages of their own.
MORE = {"accounts": {"permissions", "roles", "standing"}, "documents": {"papers"}}
# Rooms whose pieces have names of their own: tools, the law, the trail's guard, the bridges, the figures.
FREE = {"kit", "law", "audit", "bridges", "reports", "backups", "bench", "demo", "web", "locale"}
WEB_WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def room_of(model: type[Model]) -> str:
    """The room of one of our models, or nothing for Django's own."""
    package, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if package == "percorsi" else ""


def test_a_model_points_only_at_rooms_beneath_its_own() -> None:
    order = rooms()
    keys = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
    ]
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model, field in keys
        if (here := room_of(model))
        and (there := room_of(field.related_model))
        and order.index(there) < order.index(here)
    ]
    assert len(keys) > 50
    assert upward == []


def test_a_room_has_only_the_furniture_of_the_house() -> None:
    odd = [
        str(path.relative_to(ROOT))
        for room in PACKAGE.iterdir()
        if room.is_dir() and room.name not in FREE and not room.name.startswith("_")
        for path in room.iterdir()
        if path.stem not in FURNITURE | MORE.get(room.name, set()) and path.name != "__pycache__"
    ]
    assert odd == []


def test_every_room_tells_what_it_is_in_ten_lines_or_so() -> None:
    open_rooms = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name in rooms()]
    assert len(open_rooms) >= 20
    assert [room.name for room in open_rooms if room.name != "web" and not (room / "README.md").exists()] == []


def test_a_room_of_pages_bears_the_name_of_its_room() -> None:
    allowed = {*rooms(), "shell", "today"}  # the base page, and the first screen, which is about every room
    assert [
        path.name for path in WEB.iterdir() if path.is_dir() and path.name[0] != "_" and path.name not in allowed
    ] == []


def test_pages_write_nothing_themselves() -> None:
    written = [
        f"{path.relative_to(ROOT)}:{line} .{name}()"
        for path in tracked("percorsi/web/**/*.py")
        for name, line in calls(path)
        if name in WEB_WRITES
    ]
    assert written == []
