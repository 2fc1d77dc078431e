"""Who works in the invented service. Surnames of winds, stones, trees and birds: nobody takes them for real."""

from dataclasses import dataclass

from percorsi.accounts.choices import Role

PASSWORD = "percorsi-di-prova"  # noqa: S105 - it is printed on the screen, and opens the demo only
SERVICE = "Servizio inserimenti lavorativi"
SHORT_NAME = "SIL Maestrale"
PROVIDER = "Cooperativa sociale Tramontana"
COMMISSIONER = "Azienda consortile Maestrale"
TOWN = "Rho"


@dataclass(frozen=True, slots=True)
class Login:
    """A member of the cast."""

    role: Role
    name: str

    @property
    def username(self) -> str:
        """The surname in small letters."""
        return self.name.split()[-1].lower()


LOGINS = (
    Login(Role.PROJECT_COORDINATOR, "Marta Scirocco"),
    Login(Role.OPERATIONAL_COORDINATOR, "Elena Nibbio"),
    Login(Role.MEDIATOR, "Lia Brezza"),
    Login(Role.MEDIATOR, "Pia Onice"),
    Login(Role.MEDIATOR, "Ugo Quercini"),
    Login(Role.SCOUT, "Bruno Falchetto"),
    Login(Role.PSYCHOLOGIST, "Irene Larice"),
    Login(Role.OFFICER, "Dora Ardesia"),
    Login(Role.SOCIAL_WORKER, "Giulia Agrifoglio"),
    Login(Role.COMMISSIONER, "Nora Libeccio"),
    Login(Role.ADMINISTRATOR, "Sandro Basalto"),
)
