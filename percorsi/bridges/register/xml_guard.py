"""The inside of an xlsx or ods container, read once as a stream before the real reader touches it.

It counts what the sheets will occupy, finds formulas, and refuses macros, links to other files, encryption and
document types (the door of entity bombs). Memory stays small whatever the file says.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from percorsi.bridges.register import limits
from percorsi.bridges.register.limits import Extent, damaged
from percorsi.bridges.register.zip_guard import Container


@dataclass(slots=True)
class Findings:
    """What the guard learned of a file that it lets through."""

    formulas: int = 0
    formulas_without_value: int = 0


class Scan(Protocol):
    """One part of the container, told element by element."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text between elements, whole."""


class PlainScan:
    """A part of which only the well-formedness matters."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Nothing to note."""

    def end(self, name: str) -> None:
        """Nothing to note."""

    def text(self, data: str) -> None:
        """Nothing to note."""


def read_part(container: Container, part: zipfile.ZipInfo, scan: Scan) -> None:
    """Inflate and parse one XML part, telling ``scan`` what is met."""
    # The reader knows UTF-8 only, whatever a file declares; both must see the same text.
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    if type(scan) is not PlainScan:
        parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    fed = 0
    try:
        for piece in container.stream(part):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > container.limits.token_bytes:
                raise damaged()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged() from error


def pass_through(container: Container, part: zipfile.ZipInfo) -> None:
    """Inflate a part that is not XML, for its size only."""
    for _piece in container.stream(part):
        pass


def _refuse_document_type(*_: object) -> None:
    raise limits.UnreadableRegister(
        "Il file contiene definizioni XML non ammesse in un foglio di calcolo. "
        "Aprirlo con LibreOffice o Excel, salvarlo come xlsx e riprovare."
    )


@dataclass(slots=True)
class Inspection:
    """The running state while the parts of one container are read."""

    container: Container
    extent: Extent
    findings: Findings = field(default_factory=Findings)

    def read_all(self, scan_for: Callable[[str], Scan | None]) -> None:
        """Read every part; ``scan_for`` gives the scan of a part by its name, None when it is not XML."""
        for part in self.container.parts:
            scan = scan_for(part.filename)
            if scan is None:
                pass_through(self.container, part)
            else:
                read_part(self.container, part, scan)
