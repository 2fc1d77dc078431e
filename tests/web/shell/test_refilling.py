"""Typed text put back into the form of a finished page."""

import pytest

from percorsi.web.shell.refilling import Refilled, refill

PAGE = """<body><form class="bar-search" method="post" action="/cerca/"><input name="testo"></form><main>
<form method="get"><input name="testo"></form>
<form method="post" action="/altro/"><input name="testo" value="altro"></form>
<form id="f" method="post" novalidate><input type="hidden" name="csrfmiddlewaretoken" value="nuovo">
<input type="hidden" name="version" value="7"><input type="hidden" name="r-TOTAL_FORMS" value="2">
<input type="text" name="testo" value="vecchio &amp; &quot;qui&quot;" required disabled>
<input type="text" name="due"><input type="text" name="due">
<input type="checkbox" name="si" checked><input type="checkbox" name="no">
<input type="radio" name="tipo" value="a" checked><input type="radio" name="tipo" value="b"/>
<input type="file" name="file"><input type="password" name="parola">
<textarea name="nota" rows="3">
vecchia</textarea><select name="scelta"><option value="">-</option><option value="1" selected>Uno</option>
<option value="2">Due</option></select><button name="azione" value="salva">Salva</button></form>
<input form="f" name="fuori"></main></body>"""
TYPED = {
    "csrfmiddlewaretoken": ["vecchio"],
    "version": ["3"],
    "r-TOTAL_FORMS": ["9"],
    "testo": ['<script>"x"</script>'],
    "due": ["uno", "due"],
    "no": ["on"],
    "tipo": ["b"],
    "nota": ["riga\n</textarea>"],
    "scelta": ["2"],
    "azione": ["salva"],
    "fuori": ["sì"],
}


def filled(page: str = PAGE, **fields: list[str]) -> Refilled:
    found = refill(page, address="/modulo/?a=b", action="/modulo/", fields={**TYPED, **fields})
    assert found is not None
    return found


def test_every_kind_of_field_takes_what_was_typed() -> None:
    page = filled().page
    assert (
        '<input type="text" name="testo" required disabled value="&lt;script&gt;&quot;x&quot;&lt;/script&gt;">' in page
    )
    assert '<input type="text" name="due" value="uno"><input type="text" name="due" value="due">' in page
    assert '<input type="checkbox" name="si"><input type="checkbox" name="no" checked>' in page
    assert (
        '<input type="radio" name="tipo" value="a">' in page
        and '<input type="radio" name="tipo" value="b" checked>' in page
    )
    assert '<textarea name="nota" rows="3">\nriga\n&lt;/textarea&gt;</textarea>' in page
    assert '<option value="1">Uno' in page and '<option value="2" selected>Due' in page
    assert '<input form="f" name="fuori" value="sì">' in page


def test_the_version_that_was_seen_comes_back_and_the_token_does_not() -> None:
    page = filled().page
    assert 'name="version" value="3"' in page
    assert 'name="csrfmiddlewaretoken" value="nuovo"' in page
    assert 'name="r-TOTAL_FORMS" value="2"' in page


def test_nothing_else_of_the_page_changes() -> None:
    found = filled()
    assert found.page[: found.start] == PAGE[: found.start]
    assert found.page[found.start :].startswith('<form id="f"')
    assert found.homeless == []


def test_what_finds_no_field_is_told() -> None:
    assert filled(altro=["parole", " "], scelta=["9"], due=["a", "b", "c"]).homeless == ["c", "9", "parole"]


@pytest.mark.parametrize("action", ["/cerca/", "/nulla/"])
def test_only_a_form_of_the_main_part_that_is_sent_there_is_filled(action: str) -> None:
    assert refill(PAGE, address="/modulo/", action=action, fields=TYPED) is None


def test_of_two_forms_sent_to_one_address_the_one_with_these_fields_is_filled() -> None:
    page = '<main><form method="post"><input name="a"></form><form method="post"><input name="b"></form></main>'
    found = refill(page, address="/x/", action="/x/", fields={"b": ["1"]})
    assert found is not None and '<input name="a">' in found.page and '<input name="b" value="1">' in found.page
