"""The tests; one folder a room, named like it."""
