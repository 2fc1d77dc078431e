"""The page from which a request came."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """The path of the page that held the form, when the browser names it and it is ours."""
    referrer = request.META.get("HTTP_REFERER", "")
    if not referrer or not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return ""
    parts = urlsplit(referrer)
    # Without its host, "//elsewhere.example/" would be the address of another site.
    return "" if parts.path.startswith("//") else parts._replace(scheme="", netloc="", fragment="").geturl()
