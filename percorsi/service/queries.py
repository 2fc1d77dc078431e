"""Reading what the service is and promises itself."""

from percorsi.service.choices import USUAL_DAYS, Standard


def standards() -> dict[Standard, int]:
    """Return every standard of the service, in days."""
    return dict(USUAL_DAYS)
