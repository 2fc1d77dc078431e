"""The page from which a request came, as far as the browser may be believed."""

import pytest
from django.test import RequestFactory

from percorsi.web.shell.referring import page_before


@pytest.mark.parametrize(
    ("referrer", "page"),
    [
        ("http://testserver/utenti/?pagina=1#riga", "/utenti/?pagina=1"),
        ("http://testserver//altrove.example/", ""),
        ("http://testserver///altrove.example/", ""),
        ("https://altrove.example/utenti/", ""),
        ("", ""),
    ],
)
def test_only_a_path_of_ours_is_gone_back_to(referrer: str, page: str) -> None:
    assert page_before(RequestFactory().get("/", headers={"referer": referrer})) == page
