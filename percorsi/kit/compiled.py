"""Look-ups beside each row, written as SQL once instead of at every request: writing them costs more than asking."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression, RawSQL


def compiled(rows: QuerySet, told: Mapping[str, BaseExpression]) -> dict[str, RawSQL]:
    """Return the annotations of a plain queryset of one table, ready to annotate any other of the same model.

    What they compare with (a day, say) is fixed with them, so whoever keeps the result keeps it for that day alone.
    """
    query = rows.annotate(**told).query
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    written = {name: compiler.compile(query.annotations[name]) for name in told}
    return {
        name: RawSQL(sql, tuple(params), output_field=query.annotations[name].output_field)  # noqa: S611 - own text
        for name, (sql, params) in written.items()
    }
