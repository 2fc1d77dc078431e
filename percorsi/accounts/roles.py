"""Who may do what: one paragraph a role, written to be read by who answers for the service.

A right says *what*; *about whom* is said elsewhere: mediators read every ordinary case and write their own and those
they cover; the psychologist sees the people entrusted to them; a social worker those whom their municipality referred;
protected people are seen by who is cleared for each of them, and by nobody else.
"""

from collections.abc import Mapping
from types import MappingProxyType

from percorsi.accounts.choices import Role
from percorsi.accounts.permissions import Permission

_FOLLOWS_PEOPLE = frozenset(
    {
        Permission.PEOPLE_LIST,
        Permission.PEOPLE_READ,
        Permission.PEOPLE_WRITE,
        Permission.PEOPLE_CONTACTS,
        Permission.PEOPLE_CATEGORY,
        Permission.PEOPLE_HEALTH,
        Permission.DIARY_READ,
        Permission.DIARY_WRITE,
        Permission.REFERRALS_READ,
        Permission.CASES_READ,
        Permission.CASES_WRITE,
        Permission.WORK_READ,
    }
)
_COUNTS = frozenset({Permission.REPORTS_READ, Permission.REPORTS_ROWS, Permission.REPORTS_SMALL_CELLS})

RIGHTS: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        # Connects the service with projects and funders: figures and the rows behind them, without names.
        Role.PROJECT_COORDINATOR: _COUNTS,
        # Runs the team: everything about people, and alone answers referrals, assigns, discharges, merges, protects.
        Role.OPERATIONAL_COORDINATOR: _FOLLOWS_PEOPLE
        | _COUNTS
        | {
            Permission.REFERRALS_WRITE,
            Permission.REFERRALS_ANSWER,
            Permission.CASES_ASSIGN,
            Permission.CASES_DISCHARGE,
            Permission.PEOPLE_MERGE,
            Permission.PEOPLE_PROTECT,
            Permission.ACCESSES_READ,
            Permission.REGISTER_IMPORT,
        },
        # Walks with people: reads every ordinary case, writes own and covered ones.
        Role.MEDIATOR: _FOLLOWS_PEOPLE | _COUNTS | {Permission.REFERRALS_WRITE},
        # Speaks with companies: figures only, never who a person is nor what they suffer from.
        Role.SCOUT: frozenset({Permission.REPORTS_READ, Permission.REPORTS_SMALL_CELLS}),
        # Supports the people entrusted to them.
        Role.PSYCHOLOGIST: _FOLLOWS_PEOPLE | {Permission.REPORTS_READ, Permission.REPORTS_SMALL_CELLS},
        # Keeps agreements, months and payments: identity, contacts and work; no diary, no health, no category.
        Role.OFFICER: _COUNTS
        | {
            Permission.PEOPLE_LIST,
            Permission.PEOPLE_READ,
            Permission.PEOPLE_CONTACTS,
            Permission.REFERRALS_READ,
            Permission.CASES_READ,
            Permission.WORK_READ,
        },
        # Refers people of their own municipality and sees how far they have come.
        Role.SOCIAL_WORKER: frozenset(
            {
                Permission.PEOPLE_LIST,
                Permission.PEOPLE_READ,
                Permission.REFERRALS_READ,
                Permission.CASES_READ,
                Permission.WORK_READ,
                Permission.REPORTS_READ,
            }
        ),
        # Answers for the contract: aggregates with small cells hidden.
        Role.COMMISSIONER: frozenset({Permission.REPORTS_READ}),
        # Gives and takes accounts: no personal data of the people served.
        Role.ADMINISTRATOR: frozenset({Permission.USERS_MANAGE}),
    }
)


def rights_of(role: str) -> frozenset[Permission]:
    """Return the rights of a role; none for one that is not listed, such as the console command's."""
    return RIGHTS.get(role, frozenset())
