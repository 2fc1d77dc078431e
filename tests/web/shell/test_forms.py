"""The markup of forms: label, hint, error, field, in this order, and the summary that leads to each field."""

import re
from datetime import date

import pytest
from django import forms
from django.forms import formset_factory
from django.test import Client

from percorsi.web.shell.errors import error_lines
from percorsi.web.shell.templatetags import shell
from tests.web.shell.style_forms import FilterForm, ReferralForm, SignInForm

pytestmark = pytest.mark.usefixtures("style_pages")
WRONG = {"first_name": "Silvano", "born_on": "31/02/1985", "tax_code": "FRNSVN85B31E415", "town": "rho"}


def test_label_hint_error_and_field_come_in_this_order() -> None:
    html = str(ReferralForm(WRONG)["tax_code"].as_field_group())
    places = [html.index(part) for part in ("<label", 'class="hint"', 'class="fld-err"', "<input")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", list(ReferralForm.base_fields))
def test_every_reference_of_a_field_leads_somewhere(name: str) -> None:
    html = str(ReferralForm({})[name].as_field_group())
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'\bfor="([^"]+)"', html)) <= ids
    for references in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(references.split()) <= ids


def test_a_wrong_field_is_marked_and_keeps_what_was_typed() -> None:
    html = str(ReferralForm(WRONG))
    assert 'value="31/02/1985"' in html
    assert html.count('aria-invalid="true"') >= 2
    assert re.search(r'visually-hidden">Errore: </span>Ha 15 caratteri', html)


def test_only_what_is_optional_says_so() -> None:
    form = ReferralForm()
    assert "facoltativo" in form["surname"].as_field_group()
    assert "facoltativo" not in form["first_name"].as_field_group()
    assert "facoltativo" not in str(FilterForm())


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = ReferralForm({})["has_notice"].as_field_group()
    assert "<fieldset" in html
    assert "<legend>La persona ha ricevuto" in html
    assert 'class="rads"' in html
    assert 'class="chks"' in ReferralForm()["reasons"].as_field_group()


def test_stock_form_classes_are_not_used() -> None:
    assert not re.search(r"form-(group|check|control)", str(ReferralForm({})))


def test_text_from_elsewhere_is_escaped() -> None:
    class Risky(forms.Form):
        field = forms.CharField(label="<i>", help_text="<script>x</script>")

    html = str(Risky({}))
    assert "<script>" not in html
    assert "<i>" not in html


def test_a_summary_line_has_the_words_of_the_field_and_leads_to_it(client: Client) -> None:
    page = client.post("/modulo/", WRONG).content.decode()
    lines = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page[page.index('class="errs"') :])
    assert ("id_tax_code", "Codice fiscale: ha 15 caratteri, ne servono 16: controllalo sulla tessera") in lines
    assert ("id_has_notice_0", "La persona ha ricevuto l’informativa sui suoi dati? Indica se l’ha ricevuta") in lines
    for target, _words in lines:
        assert f'id="{target}"' in page
    assert f"Ci sono {len(lines)} errori da correggere" in page


def test_one_error_is_told_in_the_singular(client: Client) -> None:
    page = client.post("/accesso/", {"login": "elena"}).content.decode()
    assert "C’è 1 errore da correggere" in page


def test_the_title_begins_with_the_error(client: Client) -> None:
    title = re.compile(r"<title>(.*?)</title>", re.DOTALL)
    good, bad = client.get("/modulo/").content.decode(), client.post("/modulo/", WRONG).content.decode()
    assert title.findall(good) == ["Nuova segnalazione - Percorsi"]
    assert title.findall(bad) == ["Errore: Nuova segnalazione - Percorsi"]
    assert "errs" not in good


def test_a_general_error_is_read_once(client: Client) -> None:
    page = client.post("/accesso/", {"login": "elena", "password": "sbagliata"}).content.decode()
    assert page.count("Nome utente o password non corretti") == 1


def test_a_general_error_is_not_lost_without_a_summary() -> None:
    assert "non corretti" in str(SignInForm({"login": "elena", "password": "sbagliata"}))


def test_the_summary_reads_formsets_and_hidden_fields() -> None:
    class Row(forms.Form):
        starts_on = forms.DateField(label="Inizio")
        version = forms.IntegerField(widget=forms.HiddenInput)

    rows = formset_factory(Row, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-starts_on": "mai"}
    lines = {line.message.split(":")[0]: line.target for line in error_lines(rows(data))}
    assert lines == {"Inizio": "id_form-0-starts_on", "Version": ""}


def test_a_summary_without_forms_is_empty() -> None:
    assert shell.error_summary("")["lines"] == []  # type: ignore[arg-type]
    assert error_lines(ReferralForm(initial={"born_on": date(1985, 1, 1)})) == []
