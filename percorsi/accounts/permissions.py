"""Everything that a role may or may not be allowed to do: one name a right."""

from enum import StrEnum


class Permission(StrEnum):
    """A right. Which people or municipalities it reaches is said by ``visible_to``, not here."""

    PEOPLE_LIST = "people.list"  # find people by name and see them in lists
    PEOPLE_READ = "people.read"  # open the page of a person
    PEOPLE_WRITE = "people.write"  # change what is known of a person
    PEOPLE_CONTACTS = "people.contacts"  # address, telephone, e-mail, relatives
    PEOPLE_CATEGORY = "people.category"  # the categories of the law that a person belongs to
    PEOPLE_HEALTH = "people.health"  # invalidity and what tells of health
    PEOPLE_MERGE = "people.merge"  # decide whether two people are one
    PEOPLE_PROTECT = "people.protect"  # hide a person, and say who may see them
    ACCESSES_READ = "accesses.read"  # who saw or changed what about a person
    DIARY_READ = "diary.read"
    DIARY_WRITE = "diary.write"
    REFERRALS_READ = "referrals.read"
    REFERRALS_WRITE = "referrals.write"  # register a referral that came by another way
    REFERRALS_SEND = "referrals.send"  # refer somebody of one's own municipality
    REFERRALS_ANSWER = "referrals.answer"  # accept or refuse it
    CASES_READ = "cases.read"
    CASES_WRITE = "cases.write"  # suspend and resume a path
    CASES_ASSIGN = "cases.assign"  # say who follows a path, and who stands in
    CASES_DISCHARGE = "cases.discharge"  # close a path
    WORK_READ = "work.read"  # activities, traineeships and hires of a person
    WORK_WRITE = "work.write"  # begin, change and close traineeships and hires, enter months
    GROUPS_WRITE = "groups.write"  # editions of activities, sessions, attendance
    DOCUMENTS_READ = "documents.read"  # papers of a person, with their expiry
    DOCUMENTS_WRITE = "documents.write"
    COMPANIES_READ = "companies.read"  # companies, services and who works there
    COMPANIES_WRITE = "companies.write"
    TODAY_READ = "today.read"  # what is due, about the people in one's hands
    LISTS_EXPORT = "lists.export"  # carry a list away as a file
    REPORTS_READ = "reports.read"  # the figures of the service
    REPORTS_ROWS = "reports.rows"  # the rows behind a figure; with names only for who has people.list
    REPORTS_SMALL_CELLS = "reports.small_cells"  # figures below the threshold, and free periods
    REGISTER_IMPORT = "register.import"  # bring in the office's register
    SERVICE_MANAGE = "service.manage"  # name, contract, municipalities served, standards of the service
    USERS_MANAGE = "users.manage"  # accounts and roles
