"""The file to bring in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from percorsi.bridges.register.limits import LIMITS, MEGABYTE


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
