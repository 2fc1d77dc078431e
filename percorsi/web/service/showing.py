"""What the pages of the settings share."""

from django.http import HttpRequest


def version_in(request: HttpRequest) -> int:
    """Return the version that the address names; -1, which no row has, when it names none."""
    typed = request.GET.get("versione", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
