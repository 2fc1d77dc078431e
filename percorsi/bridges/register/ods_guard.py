"""What an ods container may not hold, and how much its sheets will occupy with repeated rows and cells written out."""

from percorsi.bridges.register.limits import Extent, damaged, has_external_links, has_macros, is_encrypted
from percorsi.bridges.register.xml_guard import Findings, Inspection, PlainScan, Scan
from percorsi.bridges.register.zip_guard import Container

_MACRO_FOLDERS = ("basic/", "scripts/")
_OUTSIDE_ELEMENTS = {"table:table-source", "table:cell-range-source", "table:dde-link", "office:dde-source"}
_OUTSIDE_IN_FORMULA = ("'file:", "'http:", "'https:", "'smb:", "dde(", "webservice(")
_CONTENT_MARKS = ("office:value-type", "office:value", "office:string-value", "table:formula")
_LONGEST_RUN_OF_BLANKS = 1_000


def inspect_ods(container: Container) -> Findings:
    """Read every part once. Raises :class:`UnreadableRegister` for what a register may not hold."""
    if any(name.lower().startswith(_MACRO_FOLDERS) for name in container.names):
        raise has_macros()
    container.measure(b"<table:table-row")
    # An encrypted file says so in its manifest; its other parts are then not XML at all.
    container.parts.sort(key=lambda part: part.filename != "META-INF/manifest.xml")
    inspection = Inspection(container, Extent(container.limits))
    inspection.read_all(lambda name: _scan_for(name, inspection))
    return inspection.findings


def _scan_for(name: str, inspection: Inspection) -> Scan | None:
    if name == "META-INF/manifest.xml":
        return ManifestScan()
    if name == "content.xml":
        return ContentScan(inspection)
    return PlainScan() if name.lower().endswith((".xml", ".rdf")) else None


class ManifestScan(PlainScan):
    """The list of the parts, which also says how they are encrypted."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name.endswith("encryption-data"):
            raise is_encrypted()


class ContentScan:
    """All sheets of the file: place and repetition of each cell with content."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._extent = inspection.extent
        self._last_row = self._row_repeat = 0
        self._last_column = self._column_repeat = 0
        self._is_in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._begin_cell(attributes)
        elif name == "table:table-row":
            self._row_repeat = _repeat(attributes.get("table:number-rows-repeated"))
            self._last_row += self._row_repeat
            self._last_column = 0
        elif name == "text:s":
            self._add_blanks(attributes.get("text:c"))
        elif name == "table:table":
            self._extent.begin_sheet()
            self._last_row = 0
        elif name in _OUTSIDE_ELEMENTS:
            raise has_external_links()
        elif name == "script:event-listener":
            raise has_macros()
        if self._is_in_cell and name == "text:p":
            self._extent.reach(self._last_row, self._last_column)

    def text(self, data: str) -> None:
        """Text between elements, whole."""
        if self._is_in_cell:
            self._extent.add_text(len(data) * self._row_repeat * self._column_repeat)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._is_in_cell = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._is_in_cell = True
        self._column_repeat = _repeat(attributes.get("table:number-columns-repeated"))
        self._last_column += self._column_repeat
        if any(mark in attributes for mark in _CONTENT_MARKS):
            self._extent.reach(self._last_row, self._last_column)
            # The reader takes the value from the attributes too.
            self._extent.add_text(
                len(attributes.get("office:string-value", "")) * self._row_repeat * self._column_repeat
            )
        formula = attributes.get("table:formula")
        if formula is not None:
            self._note_formula(formula, attributes)

    def _note_formula(self, formula: str, attributes: dict[str, str]) -> None:
        if any(mark in formula.lower() for mark in _OUTSIDE_IN_FORMULA):
            raise has_external_links()
        self._inspection.findings.formulas += 1
        if "office:value-type" not in attributes and "calcext:value-type" not in attributes:
            self._inspection.findings.formulas_without_value += 1

    def _add_blanks(self, written: str | None) -> None:
        blanks = _repeat(written)
        if blanks > _LONGEST_RUN_OF_BLANKS:
            raise damaged()
        self.text(" " * blanks)


def _repeat(written: str | None) -> int:
    """Return how often something is repeated; 1 when the file says nothing."""
    if written is None:
        return 1
    if len(written) > 12 or not written.isdecimal():
        raise damaged()
    return int(written)
