"""The room's console command: the first account of an installation."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Refused
from percorsi.organisations.actions import Newcomer, Part, create_member, ensure_services
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation

REFUSED = 2
# The body to which the register's importer gives the team, so that there is one and not two.
SERVICE = "Servizio inserimenti lavorativi"
NEXT = """\
Account creato: {username} ({name}), amministratore di sistema.
Ora: entrare con questo account, aprire «Utenti» e creare gli account del servizio, prima quello del coordinatore
operativo: solo allora «percorsi import-register» può autorizzarlo ai casi protetti.
L’amministratore di sistema non vede i dati delle persone."""


def setup_command(words: list[str]) -> int:
    """``percorsi setup``: make the first administrator; exit 0 when made, 2 when not. Asks for what is not given."""
    parser = ArgumentParser(prog="percorsi setup", description="Crea il primo account, un amministratore di sistema.")
    parser.add_argument("--username", help="nome utente, per esempio e.nibbio")
    parser.add_argument("--name", help="nome e cognome")
    parser.add_argument("--password-stdin", action="store_true", help="legge la password dalla prima riga in ingresso")
    options = parser.parse_args(words)
    try:
        user = set_up(options)
    except Refused as refusal:
        print(str(refusal), file=sys.stderr)
        return REFUSED
    except EOFError:
        print("Manca una risposta: indicare --username, --name e --password-stdin.", file=sys.stderr)
        return REFUSED
    print(NEXT.format(username=user.username, name=user.name))
    return 0


def set_up(options: Namespace) -> User:
    """Make the first administrator of an installation. Raises Refused when there is one already."""
    in_force = Membership.objects.filter(holds_on(timezone.localdate()), role=Role.ADMINISTRATOR)
    if in_force.filter(worker__user__is_active=True).exists():
        raise Refused("C’è già un amministratore di sistema: gli altri account si creano dalla pagina «Utenti».")
    username = options.username or _ask("Nome utente (per esempio e.nibbio): ")
    name = options.name or _ask("Nome e cognome: ")
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else _ask_password()
    with transaction.atomic():
        body = Organisation.objects.filter(kind=Kind.PROVIDER).order_by("id").first()
        part = Part(
            Role.ADMINISTRATOR, body or ensure_services({SERVICE: Kind.PROVIDER})[SERVICE], timezone.localdate()
        )
        # A worker of the same name may stand in the register; the administrator is somebody else until told.
        newcomer = Newcomer(name, username, is_namesake=True)
        return create_member(newcomer, part=part, by=command_user(), password=password)


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer.strip()


def _ask_password() -> str:
    password = getpass.getpass("Password (almeno 12 caratteri): ")
    if getpass.getpass("Ancora una volta: ") != password:
        raise Refused("Le due password non sono uguali: ripetere il comando.")
    return password
