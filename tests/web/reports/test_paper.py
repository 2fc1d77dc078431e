"""Andamento as a letter: the page's own figures in Word and in a PDF for every reader, and nothing typed runs."""

import io
from pathlib import Path

import pytest
import typst
from docx import Document
from jinja2.exceptions import SecurityError

from percorsi.accounts.choices import Role
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.documents.papers import fill_in, typeset
from percorsi.reports.word_template import andamento_template
from tests.cast import case, client_of, member, person
from tests.web.reports.reading import LETTER, paper_of, words_of

pytestmark = pytest.mark.django_db


def test_a_picture_without_words_makes_no_paper(tmp_path: Path) -> None:
    template = tmp_path / "mute.typ"
    template.write_text('#set document(title: "x")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"))')
    with pytest.raises(typst.TypstError):
        typeset(template, {})


def test_what_is_typed_is_printed_and_never_runs() -> None:
    case(person())
    client = client_of(member(Role.MEDIATOR))
    typed = "Però & <Figli> {{ 7 * 7 }} #panic() *x*"
    assert typed in words_of(paper_of(client, "word", oggetto=typed))
    assert paper_of(client, "pdf", oggetto=typed, firma='#read("/etc/passwd")').startswith(b"%PDF-")


def test_a_template_of_the_office_reaches_nothing_but_its_words() -> None:
    document = Document(io.BytesIO(andamento_template()))
    document.add_paragraph("{{ service.__class__.__mro__ }}")
    changed = io.BytesIO()
    document.save(changed)
    with pytest.raises(SecurityError):
        fill_in(changed.getvalue(), {"service": "x", "labels": {}})


def test_small_figures_stay_hidden_from_who_reads_from_outside() -> None:
    case(person())
    team, outside = (words_of(paper_of(client_of(member(role)), "word")) for role in (Role.MEDIATOR, Role.COMMISSIONER))
    assert "< 5" in outside and "Le cifre sotto 5" in outside
    assert "< 5" not in team


def test_the_trail_tells_of_the_paper_and_mistakes_lose_nothing() -> None:
    case(person())
    client = client_of(member(Role.MEDIATOR))
    wrong = client.post("/andamento/relazione/", {**LETTER, "oggetto": "", "giorno": "31/2/2019", "pdf": ""})
    page = wrong.content.decode()
    assert "Ci sono 2 errori" in page and 'value="31/2/2019"' in page and 'value="Azienda Maestrale"' in page
    assert not Event.objects.filter(act=Act.EXPORT).exists()
    paper_of(client, "pdf", firma="Lia Brezza")
    assert Event.objects.get(act=Act.EXPORT).where == "reports:paper"
    assert 'value="Lia Brezza"' in client.get("/andamento/relazione/").content.decode()


def test_without_data_there_is_nothing_to_write_about() -> None:
    answer = client_of(member(Role.MEDIATOR)).get("/andamento/relazione/")
    assert answer.status_code == 302 and answer["Location"] == "/andamento/"
