"""The forms that change what is known of a person, hide them, say who sees them, join two people."""
