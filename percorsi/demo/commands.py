"""The console commands ``percorsi demo-data`` and ``percorsi demo-logins``, for the demo only."""

import sys
from argparse import ArgumentParser

from django.conf import settings

from percorsi.demo.cast import LOGINS, PASSWORD

REFUSED = 2


def demo_data_command(words: list[str]) -> int:
    """``percorsi demo-data``: put the invented service into an empty database; a second time changes nothing."""
    ArgumentParser(prog="percorsi demo-data", description="Riempie la demo di dati inventati.").parse_args(words)
    if not _is_demo():
        return REFUSED
    from percorsi.demo.staging import stage_demo

    print("Dati della demo pronti." if stage_demo() else "I dati della demo ci sono già: restano come sono.")
    return 0


def demo_logins_command(words: list[str]) -> int:
    """``percorsi demo-logins``: print role, user name and password, one line a login."""
    ArgumentParser(prog="percorsi demo-logins", description="Elenca gli accessi della demo.").parse_args(words)
    if not _is_demo():
        return REFUSED
    roles, names = (max(map(len, column)) for column in zip(*((x.role.label, x.username) for x in LOGINS), strict=True))
    for login in LOGINS:
        print(f"{login.role.label:<{roles}}  {login.username:<{names}}  {PASSWORD}")
    return 0


def _is_demo() -> bool:
    if settings.MODE == "demo":
        return True
    print("Questo comando esiste solo nella demo: avviarla con «make demo».", file=sys.stderr)
    return False
