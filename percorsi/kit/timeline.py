"""The columns of a timeline row, the same in every room, so that one ``union()`` joins them."""

# day: date, when; kind: key of what it is (also its icon); title, text: what is read; author: whose words they are;
# link: public id of what it opens, or ''; is_milestone: a turn of the path rather than an entry.
COLUMNS = ("day", "kind", "title", "text", "author", "link", "is_milestone")
