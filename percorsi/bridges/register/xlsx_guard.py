"""What an xlsx container may not hold, and how much its sheets will occupy."""

from array import array
from collections.abc import Callable

from percorsi.bridges.register.limits import Extent, damaged, has_external_links, has_macros
from percorsi.bridges.register.xml_guard import Findings, Inspection, PlainScan, Scan
from percorsi.bridges.register.zip_guard import Container

_MACRO_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/", "xl/activex/", "xl/embeddings/")
_EXTERNAL = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/model/")
_SHARED_STRINGS = "sharedstrings.xml"
# Parts that the reader opens by the name found in the relations: they must be where this guard looks for XML.
_PARTS_OF_THE_READER = ("/worksheet", "/sharedStrings", "/styles", "/officeDocument")


def inspect_xlsx(container: Container) -> Findings:
    """Read every part once. Raises :class:`UnreadableRegister` for what a register may not hold."""
    names = {name.lower() for name in container.names}
    if any("vbaproject" in name or name.startswith(_MACRO_FOLDERS) for name in names):
        raise has_macros()
    if any(name.startswith(_EXTERNAL) for name in names):
        raise has_external_links()
    container.measure(b"<row ")
    # The lengths of the shared texts are needed when the cells that point at them are met.
    container.parts.sort(key=lambda part: not part.filename.lower().endswith(_SHARED_STRINGS))
    inspection = Inspection(container, Extent(container.limits))
    lengths = array("L")
    inspection.read_all(lambda name: _scan_for(name.lower(), inspection, lengths))
    return inspection.findings


def _scan_for(name: str, inspection: Inspection, lengths: "array[int]") -> Scan | None:
    if name.endswith(_SHARED_STRINGS):
        return SharedStringsScan(lengths)
    if name == "[content_types].xml":
        return ContentTypesScan()
    if name.endswith(".rels"):
        return RelationsScan()
    return SheetScan(inspection, lengths) if name.endswith(".xml") else None


class ContentTypesScan(PlainScan):
    """The declared kinds of the parts: a renamed macro is still declared as one."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise has_macros()


class RelationsScan(PlainScan):
    """The relations among parts: links of a cell to a page or an address are harmless, all other outside ones not."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = attributes.get("Type", "")
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
            raise has_external_links()
        if kind.endswith(("/vbaProject", "/xlMacrosheet")):
            raise has_macros()
        if kind.endswith(_PARTS_OF_THE_READER) and not attributes.get("Target", "").lower().endswith(".xml"):
            raise damaged()


class SharedStringsScan(PlainScan):
    """The texts that cells share: only their lengths are kept."""

    def __init__(self, lengths: "array[int]") -> None:
        self._lengths = lengths
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if local(name) == "si":
            self._length = 0

    def text(self, data: str) -> None:
        """Text between elements, whole."""
        self._length += len(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if local(name) == "si":
            self._lengths.append(self._length)


class SheetScan:
    """A worksheet: the place of each cell with content, its formula, the text it stands for."""

    def __init__(self, inspection: Inspection, lengths: "array[int]") -> None:
        self._inspection = inspection
        self._lengths = lengths
        self._is_sheet = False
        self._row = self._column = 0
        self._is_shared = self._has_formula = False
        self._read_value: Callable[[str], None] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(name)
        if not self._is_sheet:
            self._open(name)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self._inspection.extent.reach(self._row, self._column)
            self._read_value = self._note_value if self._is_shared or self._has_formula else None
        elif name == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "f":
            self._has_formula = True
            self._inspection.findings.formulas += 1
            self._inspection.findings.formulas_without_value += 1
            self._inspection.extent.reach(self._row, self._column)
        elif name == "is":
            self._inspection.extent.reach(self._row, self._column)

    def text(self, data: str) -> None:
        """Text between elements, whole."""
        if self._read_value is not None:
            self._read_value(data)

    def end(self, name: str) -> None:
        """An element ends."""
        self._read_value = None

    def _open(self, root: str) -> None:
        if root == "worksheet":
            self._is_sheet = True
            self._inspection.extent.begin_sheet()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._is_shared = attributes.get("t") == "s"
        self._has_formula = False
        address = attributes.get("r")
        if address is None:
            self._column += 1
            return
        letters = address.rstrip("0123456789")
        self._column = _column_number(letters)
        self._row = _whole(address[len(letters) :]) or self._row

    def _note_value(self, data: str) -> None:
        if self._has_formula:
            self._inspection.findings.formulas_without_value -= 1
            self._has_formula = False
        if self._is_shared:
            index = _whole(data)
            if index < len(self._lengths):
                self._inspection.extent.add_text(self._lengths[index])


def local(name: str) -> str:
    """Return the name of an element without the prefix of its namespace."""
    return name[name.find(":") + 1 :]


def _whole(text: str | None) -> int:
    """Return a count written in the file, 0 when absent. Raises :class:`UnreadableRegister` for anything else."""
    if text is None or not text.strip():
        return 0
    if len(text) > 12 or not text.strip().isdecimal():
        raise damaged()
    return int(text)


_known_columns: dict[str, int] = {}


def _column_number(letters: str) -> int:
    number = _known_columns.get(letters)
    if number is None:
        if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
            raise damaged()
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        _known_columns[letters] = number
    return number
