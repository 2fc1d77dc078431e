"""Passwords of the demo: they open nothing elsewhere."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class DemoPasswordHasher(PBKDF2PasswordHasher):
    """Known to the settings in demo mode only, and there the one for every password, those typed by a visitor too.

    Elsewhere nobody can check such a hash, so an account of the demo is closed, even in a copy of its database.
    """

    algorithm = "demo_only"
    iterations = 1_000  # the passwords are printed on the screen
