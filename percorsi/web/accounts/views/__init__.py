"""The pages of entering and leaving, and those of who gives accounts and roles."""
