"""Keeping a file that somebody brought: looked at before it is kept, never opened by this program afterwards."""

import hashlib
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.documents.choices import ACCEPTED, LONGEST_NAME, MOST_BYTES
from percorsi.documents.models import File, Template
from percorsi.documents.policy import ensure_may_change_templates
from percorsi.documents.queries import template_of
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze

# How the content of each kind begins.
_BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
# What an archive of each kind holds.
_MEMBERS = {"docx": "word/document.xml", "odt": "content.xml"}
_MACROS = "vbaproject.bin"
_MOST_MEMBERS = 5_000
_MOST_INFLATED = 200 * 1024 * 1024


@contextmanager
def kept(upload: UploadedFile, *, by: User) -> Iterator[File]:
    """Keep an upload and give its row. When the block fails, neither row nor content stays.

    The content lies under a random name; the name that the sender gave it is only text. Raises ``Refused``.
    """
    ending = checked(upload)
    place = default_storage.save(f"documents/{secrets.token_hex(1)}/{secrets.token_hex(16)}", upload)
    try:
        with transaction.atomic():
            yield File.objects.create(
                name=sound_name(upload.name or "", ending),
                digest=_digest(upload),
                size=upload.size or 0,
                content=place,
                added_at=timezone.now(),
                added_by=by.pk,
            )
    except BaseException:
        default_storage.delete(place)
        raise


def keep_template(key: str, upload: UploadedFile, *, by: User, version: int) -> Template:
    """Take a Word file as the office's template of a kind of paper, and return the row.

    Whether its tags can be read is for whoever knows the paper. Raises ``Refused``, ``Stale``, ``Forbidden``.
    """
    ensure_may_change_templates(by)
    ensure_is_word(upload)
    with kept(upload, by=by) as file:
        return _changed(key, by=by, version=version, file=file)


def ensure_is_word(upload: UploadedFile) -> None:
    """Raise ``Refused`` for what is no Word document."""
    if checked(upload) != "docx":
        raise _refused(_("Il modello è un documento Word: salvalo come .docx e caricalo di nuovo."))


def drop_template(key: str, *, by: User, version: int) -> Template:
    """Go back to our own template. Raises ``Stale``, ``Forbidden``."""
    ensure_may_change_templates(by)
    return _changed(key, by=by, version=version, file=None)


def undo_template(key: str, *, by: User, version: int) -> Template:
    """Take the last change of a template back. Raises ``Stale``, ``Forbidden``."""
    ensure_may_change_templates(by)
    return _changed(key, by=by, version=version, file=template_of(key).previous)


@transaction.atomic
def _changed(key: str, *, by: User, version: int, file: File | None) -> Template:
    template, _is_new = Template.objects.get_or_create(key=key, defaults={"version": 0})
    change_versioned(template, version=version, file=file, previous=template.file)
    record(Act.CHANGE, by=by, about=template, details=Details(fields={"fields": ["file"]}))
    return template


def checked(upload: UploadedFile) -> str:
    """Return the ending of a file that may be kept. Raises ``Refused`` with what to do about it."""
    ending = PurePosixPath((upload.name or "").replace("\\", "/")).suffix.lower().removeprefix(".")
    if ending not in ACCEPTED:
        raise _refused(_("Questo tipo di file non si può caricare: servono PDF, immagini PNG o JPG, DOCX o ODT."))
    if not upload.size:
        raise _refused(_("Il file è vuoto: controlla di averlo salvato, poi sceglilo di nuovo."))
    if upload.size > MOST_BYTES:
        raise _refused(_("Il file è più grande di 20 MB: salvalo più leggero, o dividilo in due."))
    if not _is_what_it_says(upload, ending):
        raise _refused(
            _("Il contenuto non è quello di un file .%(ending)s: aprilo, salvalo di nuovo così e ricaricalo.")
            % {"ending": ending}
        )
    return ending


def sound_name(name: str, ending: str) -> str:
    """Return the name as it is kept: without folders, without what nobody sees, with its ending."""
    stem = squeeze(PurePosixPath(name.replace("\\", "/")).stem).strip(". ") or _("documento")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _is_what_it_says(upload: UploadedFile, ending: str) -> bool:
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if ending in _BEGINNINGS:
        return bool(head.startswith(_BEGINNINGS[ending]))
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
            inflated = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError, OSError):
        return False
    finally:
        upload.seek(0)
    has_macros = any(name.lower().endswith(_MACROS) for name in names)
    return _MEMBERS[ending] in names and not has_macros and len(names) <= _MOST_MEMBERS and inflated <= _MOST_INFLATED


def _digest(upload: UploadedFile) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _refused(message: str) -> Refused:
    return Refused(message, field="file")
