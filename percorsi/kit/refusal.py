"""How an action says no: with words for the reader, or without any."""


class Refused(ValueError):  # noqa: N818 - it is an answer, not an error of the program
    """An action cannot be done as asked. The message is Italian, says what to do, and is shown to the reader.

    ``field`` is the name of the form field that it concerns; empty when it concerns the whole.
    """

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else changed the row since the reader opened it; nothing was written."""


class Forbidden(Exception):  # noqa: N818 - the actor may not; pages answer as if there were nothing
    """The actor has no right to this act on this object."""
