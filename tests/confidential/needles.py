"""A word for each thing that tells who a person is, and where in the whole database a word stands."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

# Each word is written in one place only.
NEEDLES = {
    "surname": "Ginestrone",
    "second surname": "Biancospino",
    "name": "Zafferana",
    "alias of before": "Luccherino",
    "birth place": "Tramontana",
    "remark": "Corbezzolo",
    "address": "Alabastro",
    "old address": "Travertino",
    "telephone": "3990817263",
    "whose telephone": "Agrifoglio",
    "relative": "Melograna",
    "relation": "Cugina-Serpentina",
    "telephone of the relative": "3990555111",
    "evidence": "Basaltina",
    "surname of before": "Quarzite",
    "remark of the other": "Feldspata",
    "address of the other": "Malachita",
}
CODE = "GNSZFR85E43H501D"
MAY = date(2018, 5, 1)


def whole_database() -> Iterator[tuple[str, str]]:
    """Every table with everything in it, as the database itself tells."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield table, repr(cursor.fetchall()).casefold()


def tables_with(word: str) -> set[str]:
    return {table for table, content in whole_database() if word.casefold() in content}
