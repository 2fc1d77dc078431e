"""The office's own Word template: taken, refused with a remedy, used, taken back."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from docx import Document
from jinja2 import TemplateError

from percorsi.accounts.choices import Role
from percorsi.documents.models import File, Template
from percorsi.documents.papers import as_picture, fill_in
from percorsi.reports.word_template import andamento_template
from tests.cast import case, client_of, member, person
from tests.web.reports.reading import paper_of, words_of

pytestmark = pytest.mark.django_db
PAGE = "/andamento/modello/"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> object:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def changed(text: str) -> bytes:
    document = Document(io.BytesIO(andamento_template()))
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def bring(client: Client, content: bytes, name: str = "nostro.docx", version: int = 0) -> str:
    sent = {"file": SimpleUploadedFile(name, content), "version": version}
    return client.post(PAGE, sent, follow=True).content.decode()


def test_the_office_s_template_is_used_and_the_act_can_be_taken_back() -> None:
    case(person())
    client = client_of(member(Role.PROJECT_COORDINATOR))
    page = bring(client, changed("Carta intestata di {{ service }}, sede Tramontana"))
    assert "Il modello nuovo è in uso." in page and "Annulla" in page and "nostro.docx" in page
    assert "sede Tramontana" in words_of(paper_of(client, "word"))
    assert "sede Tramontana" in words_of(client.get("/andamento/modello.docx").content)
    assert "sede Tramontana" not in words_of(client.get("/andamento/modello.docx?nostro").content)
    client.post("/andamento/modello/annulla/")
    assert "sede Tramontana" not in words_of(paper_of(client, "word"))
    client.post("/andamento/modello/annulla/")
    client.post("/andamento/modello/nostro/")
    assert "sede Tramontana" not in words_of(paper_of(client, "word"))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (changed("{{ stipendi }}"), "x.docx", "Il modello usa parole tra graffe che non ci sono: stipendi."),
        (changed("{{ service"), "x.docx", "Il modello non si legge"),
        (changed("{{ service.__class__.__mro__ }}"), "x.docx", "Il modello non si legge"),
        (changed("{{ pictures.chart_0.tpl.save('x') }}"), "x.docx", "Il modello non si legge"),
        (changed("{{ (pictures.chart_0|attr('tpl')).save('x') }}"), "x.docx", "Il modello non si legge"),
        (changed("{{ labels.__class__.__mro__ }}"), "x.docx", "Il modello non si legge"),
        (changed("{{ range(9) }}"), "x.docx", "range"),
        (b"%PDF-1.7", "x.pdf", "Il modello è un documento Word"),
        (b"ciao", "x.docx", "Il contenuto non è quello di un file .docx"),
        (b"", "x.docx", "vuoto"),
    ],
    ids=[
        "unknown word",
        "open brace",
        "reaches into Python",
        "reaches the document",
        "the same, by a filter",
        "reaches a class",
        "calls",
        "another kind",
        "not what it says",
        "empty",
    ],
)
def test_what_cannot_be_a_template_is_refused_with_a_remedy(content: bytes, name: str, said: str) -> None:
    page = bring(client_of(member(Role.OPERATIONAL_COORDINATOR)), content, name)
    assert (said in page and "Ci sono" in page) or "C’è" in page
    assert said in page
    assert not Template.objects.exists() and not File.objects.exists()


@pytest.mark.parametrize("reach", ["pictures.chart_0.tpl", "pictures.chart_0['tpl']", "pictures.chart_0|attr('tpl')"])
def test_a_template_never_reaches_the_files_of_the_machine(reach: str, tmp_path: Path) -> None:
    """Even one that stood there before it was looked at."""
    secret, picture = tmp_path / "secret", as_picture('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')
    for act in (f"save('{secret}')", f"replace_zipname('word/settings.xml', '{__file__}')"):
        template = changed("{% if pictures.chart_0 %}{{ " + reach + "." + act + " }}{% endif %}")
        with pytest.raises(TemplateError):
            fill_in(template, {"labels": {}}, pictures={"chart_0": picture})
    assert not secret.exists()


def test_two_people_do_not_overwrite_each_other() -> None:
    client = client_of(member(Role.PROJECT_COORDINATOR))
    bring(client, changed("uno"))
    assert "Qualcun altro ha modificato" in bring(client, changed("due"))
    assert Template.objects.get().version == 1
