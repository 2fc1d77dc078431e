"""What is due: the same columns and arguments in every room, so that one ``union()`` joins them into a worklist."""

# due_on: the day by which something is to be done, or on which it happens; kind: key of what it is (also its icon and
# its act); person: primary key of whom it is about; since: the day it goes back to, or None; text: one short phrase of
# the row itself (a host's name, a reason), never a name of a person; link: public id of what the act opens, or ''.
COLUMNS = ("due_on", "kind", "person", "since", "text", "link")
# ``due_rows(user, on, among, terms)``: ``among`` is the condition of whom the rows may be about (people.queries.about),
# ``terms`` the days of service.queries.standards(), read once for all rooms. What is asked of the database depends on
# the role of the user and on nothing else of theirs, nor on the hour: it is written as SQL once a day.
# How many days ahead something is told of, where the service sets no term of its own.
DAYS_AHEAD = 14
