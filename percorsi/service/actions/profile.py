"""Writing the name of the service, its logo, its links and its standards."""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.documents.models import File
from percorsi.kit.pictures import picture_of
from percorsi.kit.public_ids import new_public_id
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.service.actions import rows
from percorsi.service.choices import FEWEST_DAYS, MOST_DAYS, USUAL_DAYS
from percorsi.service.models import ServiceProfile
from percorsi.service.policy import ensure_manages_service
from percorsi.service.queries import forget_profile, stamp_path

LARGEST_LOGO, MOST_PIXELS = 200 * 1024, 4_000
_is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """The name and the links as they were typed."""

    name: str
    accessibility_url: str = ""
    privacy_url: str = ""


@transaction.atomic
def change_profile(draft: ProfileDraft, *, by: User, version: int) -> ServiceProfile:
    """Write name and links, and return the profile. Raises ``Stale``, ``Refused`` on the field at fault, Forbidden."""
    ensure_manages_service(by)
    values = {name: typed.text(ServiceProfile, name, value) for name, value in asdict(draft).items()}
    for name in ("accessibility_url", "privacy_url"):
        _ensure_address(values[name], field=name)
    return _changed(by=by, version=version, values=values)


@transaction.atomic
def set_standards(days: Mapping[str, int], *, by: User, version: int) -> ServiceProfile:
    """Write the standards, all of them, in days. Raises ``Stale``, ``Refused`` on the field at fault, Forbidden."""
    ensure_manages_service(by)
    for standard in USUAL_DAYS:
        if not FEWEST_DAYS <= days.get(standard.value, 0) <= MOST_DAYS:
            message = _("Scrivi un numero di giorni da %(fewest)d a %(most)d.")
            raise Refused(message % {"fewest": FEWEST_DAYS, "most": MOST_DAYS}, field=standard.value)
    return _changed(
        by=by, version=version, values={"standard_days": {one.value: days[one.value] for one in USUAL_DAYS}}
    )


@transaction.atomic
def set_logo(data: bytes | None, *, by: User, version: int) -> ServiceProfile:
    """Keep a PNG or JPEG as the logo; None takes it away. Raises ``Stale``, ``Refused`` on "logo", Forbidden."""
    ensure_manages_service(by)
    return _changed(by=by, version=version, values={"logo": _kept(data, by=by) if data is not None else None})


@transaction.atomic
def undo_profile(*, by: User, version: int) -> ServiceProfile:
    """Take back the last change. Raises ``Stale``, ``Refused``, Forbidden."""
    ensure_manages_service(by)
    profile = _row()
    rows.undo(profile, by=by, version=version)
    _tell_every_process()
    return profile


def _changed(*, by: User, version: int, values: Mapping[str, object]) -> ServiceProfile:
    profile = _row()
    if rows.change(profile, by=by, version=version, values=values):
        _tell_every_process()
    return profile


def _row() -> ServiceProfile:
    return ServiceProfile.objects.select_related("logo").get_or_create(pk=1)[0]


def _tell_every_process() -> None:
    """This process reads the profile again at once, the others when the stamp says so: never before the commit."""
    forget_profile()
    transaction.on_commit(_stamp)


def _stamp() -> None:
    forget_profile()
    with contextlib.suppress(OSError):  # a full disk must not undo what is saved; others learn it when they start again
        stamp_path().write_text(new_public_id())


def _kept(data: bytes, *, by: User) -> File:
    if len(data) > LARGEST_LOGO:
        raise Refused(_("Il file supera 200 KB: rimpicciolisci l’immagine e riprova."), field="logo")
    picture = picture_of(data)
    if picture is None:
        raise Refused(_("Non è un’immagine PNG o JPEG: salvala in uno di questi formati e riprova."), field="logo")
    if max(picture.width, picture.height) > MOST_PIXELS:
        raise Refused(_("L’immagine supera 4.000 punti per lato: rimpicciolisci e riprova."), field="logo")
    file = File(
        name=f"logo.{picture.ending}",
        digest=sha256(data).hexdigest(),
        size=len(data),
        added_at=timezone.now(),
        added_by=by.pk,
    )
    file.content.save(f"logo-{file.public_id}.{picture.ending}", ContentFile(data), save=False)
    file.save()
    return file


def _ensure_address(value: str, *, field: str) -> None:
    try:
        if value:
            _is_address(value)
    except ValidationError:
        message = _("Non è un indirizzo di pagina: copialo intero dal browser, comincia con https://.")
        raise Refused(message, field=field) from None
