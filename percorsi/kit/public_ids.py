"""Random ids by which objects are addressed from outside, where a running number would tell and invite too much."""

import secrets
import string

LENGTH = 22
ALPHABET = string.ascii_letters + string.digits

# A random byte stands for a character; the bytes above the last full round of the alphabet would favour its beginning.
_FAIR = 256 - 256 % len(ALPHABET)
_CHARACTERS = bytes(ord(ALPHABET[number % len(ALPHABET)]) for number in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def new_public_id() -> str:
    """Return 22 random letters and digits (131 bits), safe in a URL and not to be guessed."""
    drawn = b""
    while len(drawn) < LENGTH:
        # One call to the system gives enough bytes nearly always; imports draw hundreds of thousands of ids.
        drawn += secrets.token_bytes(LENGTH + 10).translate(_CHARACTERS, _UNFAIR)
    return drawn[:LENGTH].decode("ascii")
