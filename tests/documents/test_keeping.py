"""What is kept of what somebody brings: looked at, named harmlessly, and gone when the act fails."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from percorsi.accounts.choices import Role
from percorsi.documents.actions import kept
from percorsi.documents.choices import MOST_BYTES
from percorsi.documents.models import File
from percorsi.kit.refusal import Refused
from tests import cast

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%prova\n"


def archive(*names: str) -> bytes:
    """A zip with these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return content.getvalue()


def stored() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


SOUND = {
    "carta.pdf": PDF,
    "foto.PNG": b"\x89PNG\r\n\x1a\n....",
    "foto.jpeg": b"\xff\xd8\xff\xe0....",
    "curriculum.docx": archive("[Content_Types].xml", "word/document.xml"),
    "curriculum.odt": archive("mimetype", "content.xml"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_files_are_kept_under_a_random_name(name: str) -> None:
    with kept(SimpleUploadedFile(name, SOUND[name]), by=cast.member(Role.MEDIATOR)) as file:
        assert file.content.open("rb").read() == SOUND[name]
        file.content.close()
        assert Path(name).stem not in str(file.content.name)
        assert file.size == len(SOUND[name])
        assert len(file.digest) == 64
        path = Path(settings.MEDIA_ROOT) / str(file.content.name)
        assert path.stat().st_mode & 0o777 == 0o600


HOSTILE = {
    "a page that says it is a PDF": ("carta.pdf", b"<!doctype html><script>alert(1)</script>", "non è quello"),
    "a page": ("carta.html", b"<!doctype html>", "PDF, immagini"),
    "a program": ("carta.pdf.exe", b"MZ....", "PDF, immagini"),
    "a drawing with scripts": ("logo.svg", b"<svg/>", "PDF, immagini"),
    "nothing": ("carta.pdf", b"", "vuoto"),
    "no ending": ("carta", PDF, "PDF, immagini"),
    "an archive that is no document": ("carta.docx", archive("readme.txt"), "non è quello"),
    "macros": ("carta.docx", archive("word/document.xml", "word/vbaProject.bin"), "non è quello"),
    "a broken archive": ("carta.odt", b"PK\x03\x04 rotto", "non è quello"),
    "an image that is a PDF": ("foto.png", PDF, "non è quello"),
}


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(name: str, content: bytes, said: str) -> None:
    before = stored()
    with (
        pytest.raises(Refused, match=said) as caught,
        kept(SimpleUploadedFile(name, content), by=cast.member(Role.OFFICER)),
    ):
        pass
    assert caught.value.field == "file"
    assert stored() == before
    assert not File.objects.exists()


def test_a_huge_file_is_refused() -> None:
    upload = SimpleUploadedFile("carta.pdf", PDF)
    upload.size = MOST_BYTES + 1
    with pytest.raises(Refused, match="20 MB"), kept(upload, by=cast.member(Role.MEDIATOR)):
        pass


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Documenti\\Ada Cardellino.pdf", "Ada Cardellino.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("..pdf", "documento.pdf"),
        ("carta\u202efdp.pdf", "cartafdp.pdf"),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_the_name_is_only_text(name: str, shown: str) -> None:
    upload = SimpleUploadedFile("carta.pdf", PDF)
    upload._name = name  # type: ignore[attr-defined]  # as a client that does not clean it would send it
    before = stored()
    with kept(upload, by=cast.member(Role.MEDIATOR)) as file:
        assert file.name == shown
    (added,) = stored() - before
    assert added.is_relative_to(Path(settings.MEDIA_ROOT) / "documents")


def test_when_what_follows_fails_neither_row_nor_content_stays() -> None:
    before = stored()
    with pytest.raises(ZeroDivisionError), kept(SimpleUploadedFile("a.pdf", PDF), by=cast.member(Role.OFFICER)):
        raise ZeroDivisionError
    assert stored() == before
    assert not File.objects.exists()
