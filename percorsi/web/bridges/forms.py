"""The file to bring in, and what its unknown headers mean."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from percorsi.bridges.models import Import
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.register.limits import LIMITS, MEGABYTE
from percorsi.bridges.step_by_step.acts import Header

UNDECIDED, NOT_NEEDED = "", "-"


class RegisterForm(forms.Form):
    """One file; what is in it is judged by the import itself, whatever its name."""

    file = forms.FileField(
        label=_("File del registro"),
        help_text=_("xlsx, xls oppure ods, al massimo %(size)d MB e %(rows)s righe. Senza macro e senza password.")
        % {"size": LIMITS.file_bytes // MEGABYTE, "rows": f"{LIMITS.rows:,}".replace(",", ".")},
        error_messages={
            "required": _("Scegli il file del registro."),
            "empty": _("Il file è vuoto: scegli il file giusto."),
            "missing": _("Scegli il file del registro."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file too large before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(
                _("Il file supera %(size)d MB: dividi il registro in più file.")
                % {"size": LIMITS.file_bytes // MEGABYTE}
            )
        return file


class HeadersForm(forms.Form):
    """One choice for each header that the layout does not know: a column that the sheet lacks, or not needed."""

    hides_optional = True

    def __init__(self, row: Import, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headers: dict[str, Header] = {}
        for number, (sheet, header) in enumerate(_asked(row)):
            name = f"h{number}"
            self._headers[name] = (sheet["kind"], header["written"])
            meant = header["field"]
            self.fields[name] = forms.ChoiceField(
                label=_("«%(header)s», foglio «%(sheet)s»") % {"header": header["written"], "sheet": sheet["name"]},
                choices=_choices(sheet, meant),
                initial=UNDECIDED if meant is None else meant or NOT_NEEDED,
                required=False,
                error_messages={"invalid_choice": _("Scegli una voce dell’elenco.")},
            )

    def meanings(self) -> dict[Header, str | None]:
        """Return by header the field that was chosen, blank for "not needed", None for "not decided"."""
        said: dict[str, str | None] = {UNDECIDED: None, NOT_NEEDED: ""}
        return {
            header: said.get(self.cleaned_data[name], self.cleaned_data[name]) for name, header in self._headers.items()
        }


def _asked(row: Import) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the headers to decide on; two sheets of one kind ask for a header once."""
    seen = set()
    for sheet in row.recognised.get("sheets", []):
        for header in sheet["headers"]:
            if (sheet["kind"], header["key"]) not in seen:
                seen.add((sheet["kind"], header["key"]))
                yield sheet, header


def _choices(sheet: dict[str, Any], meant: str | None) -> list[tuple[str, Any]]:
    """Return the columns that are free on this sheet, and the one that was chosen before."""
    taken = {column["name"] for column in sheet["columns"]}
    free = [
        (column.field, column.name)
        for column in register_layout().sheet(sheet["kind"]).columns
        if column.field == meant or column.name not in taken
    ]
    return [(UNDECIDED, _("Da decidere: per ora non viene letta")), (NOT_NEEDED, _("Non serve")), *free]
