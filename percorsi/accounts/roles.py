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
        Permission.WORK_WRITE,
        Permission.GROUPS_WRITE,
        Permission.DOCUMENTS_READ,
        Permission.DOCUMENTS_WRITE,
        Permission.COMPANIES_READ,
        Permission.TODAY_READ,
    }
)
_COUNTS = frozenset({Permission.REPORTS_READ, Permission.REPORTS_ROWS, Permission.REPORTS_SMALL_CELLS})

RIGHTS: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        # Connects the service with projects and funders: figures and the rows behind them, without names.
        Role.PROJECT_COORDINATOR: _COUNTS | {Permission.COMPANIES_READ, Permission.SERVICE_MANAGE},
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
            Permission.COMPANIES_WRITE,
            Permission.LISTS_EXPORT,
            Permission.SERVICE_MANAGE,
        },
        # Walks with people: reads every ordinary case, writes own and covered ones.
        Role.MEDIATOR: _FOLLOWS_PEOPLE | _COUNTS | {Permission.REFERRALS_WRITE, Permission.COMPANIES_WRITE},
        # Speaks with companies: companies and figures, never who a person is nor what they suffer from.
        Role.SCOUT: frozenset(
            {
                Permission.REPORTS_READ,
                Permission.REPORTS_SMALL_CELLS,
                Permission.COMPANIES_READ,
                Permission.COMPANIES_WRITE,
                Permission.LISTS_EXPORT,
            }
        ),
        # Supports the people entrusted to them; traineeships and companies are not theirs to arrange.
        Role.PSYCHOLOGIST: (_FOLLOWS_PEOPLE - {Permission.WORK_WRITE, Permission.COMPANIES_READ})
        | {Permission.REPORTS_READ, Permission.REPORTS_SMALL_CELLS},
        # Keeps agreements, months and payments: identity, contacts and work; no diary, no health, no category.
        Role.OFFICER: _COUNTS
        | {
            Permission.PEOPLE_LIST,
            Permission.PEOPLE_READ,
            Permission.PEOPLE_CONTACTS,
            Permission.REFERRALS_READ,
            Permission.CASES_READ,
            Permission.WORK_READ,
            Permission.WORK_WRITE,
            Permission.DOCUMENTS_READ,
            Permission.DOCUMENTS_WRITE,
            Permission.COMPANIES_READ,
            Permission.COMPANIES_WRITE,
            Permission.TODAY_READ,
            Permission.LISTS_EXPORT,
        },
        # Refers people of their own municipality and sees how far they have come.
        Role.SOCIAL_WORKER: frozenset(
            {
                Permission.PEOPLE_LIST,
                Permission.PEOPLE_READ,
                Permission.REFERRALS_READ,
                Permission.REFERRALS_SEND,
                Permission.CASES_READ,
                Permission.WORK_READ,
                Permission.REPORTS_READ,
            }
        ),
        # Answers for the contract: aggregates with small cells hidden.
        Role.COMMISSIONER: frozenset({Permission.REPORTS_READ}),
        # Gives and takes accounts, and sets the service up: no personal data of the people served.
        Role.ADMINISTRATOR: frozenset({Permission.USERS_MANAGE, Permission.SERVICE_MANAGE}),
    }
)


def rights_of(role: str) -> frozenset[Permission]:
    """Return the rights of a role; none for one that is not listed, such as the console command's."""
    return RIGHTS.get(role, frozenset())
