"""Who is reading a page."""

from django.http import HttpRequest

from percorsi.accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """Return the account behind a page that only signed-in readers open."""
    assert isinstance(request.user, User), "the page is open to accounts only"
    return request.user
