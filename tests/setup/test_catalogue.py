"""The English catalogue: every marked text is found, and a gap is named."""

from pathlib import Path

import pytest

from tools import catalogue

PYTHON = (
    'from django.utils.translation import gettext_lazy as _, pgettext\nA = _("Ciao")\nB = pgettext("mese", "Maggio")\n'
)
TEMPLATE = """{% load i18n %}
<p>{% translate "Persone" %}</p>
      {% blocktranslate count n=n %}{{ n }} percorso{% plural %}{{ n }} percorsi{% endblocktranslate %}
  <i>{% translate "Esci" %}</i>
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    (package / "templates").mkdir(parents=True)
    (package / "room.py").write_text(PYTHON)
    (package / "templates" / "page.html").write_text(TEMPLATE)
    return package


def test_marked_texts_of_python_and_templates_are_collected(source):
    found = {(message.id, message.context) for message in catalogue.collect(source) if message.id}
    plural = ("%(n)s percorso", "%(n)s percorsi")
    assert found == {("Ciao", None), ("Maggio", "mese"), ("Persone", None), ("Esci", None), (plural, None)}


def test_gaps_are_named(source, tmp_path):
    po = tmp_path / "django.po"
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Ciao"\nmsgstr ""\n')
    found = catalogue.problems(po, catalogue.collect(source))
    assert "not translated: Ciao" in found
    assert "not in the catalogue: Persone" in found
    assert "django.mo was not compiled from django.po" in found


def test_a_complete_catalogue_has_no_problem(tmp_path):
    po = tmp_path / "django.po"
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Ciao"\nmsgstr "Hello"\n')
    po.with_suffix(".mo").write_bytes(catalogue.compiled(catalogue.read(po)))
    assert catalogue.problems(po, catalogue.read(po)) == []
