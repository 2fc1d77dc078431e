"""How much a register file may hold, and how an unreadable one is said to the user."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class UnreadableRegister(ValueError):  # noqa: N818 - it is said of the file, not of the program
    """The file as a whole cannot be taken. ``message`` is one Italian line that names the fault and the remedy."""

    def __init__(self, message: str) -> None:
        self.message = " ".join(message.split())
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one file. Sizes are bytes; rows, cells and text are sums over the sheets."""

    file_bytes: int = 30 * MEGABYTE
    inflated_bytes: int = 100 * MEGABYTE
    # Text that one stored string becomes when thousands of cells point at it.
    text_bytes: int = 100 * MEGABYTE
    members: int = 1_000
    directory_bytes: int = MEGABYTE
    # Small parts of honest files compress well; the ratio is judged on large ones only.
    ratio: int = 100
    ratio_from_bytes: int = 5 * MEGABYTE
    # The longest piece of XML without a tag end that the parser may have to hold.
    token_bytes: int = MEGABYTE
    sheets: int = 100
    rows: int = 200_000
    columns: int = 200
    # The reader fills the rectangle from A1 to the last cell: 200,000 rows of twenty columns.
    cells: int = 4_000_000


LIMITS = Limits()

_SAVE_AGAIN = "Aprirlo con LibreOffice o Excel, salvarlo come xlsx e riprovare."


def damaged() -> UnreadableRegister:
    """Return the refusal of a file that is broken, cut short or contradicts itself."""
    return UnreadableRegister(f"Il file è danneggiato o incompleto. {_SAVE_AGAIN}")


def not_a_spreadsheet() -> UnreadableRegister:
    """Return the refusal of a file of another kind, whatever its extension."""
    return UnreadableRegister(f"Il file non è un foglio di calcolo xlsx, xls o ods. {_SAVE_AGAIN}")


def too_large(what: str) -> UnreadableRegister:
    """Return the refusal of a file over a limit; ``what`` says which, as the subject of the sentence."""
    return UnreadableRegister(f"{what}. Togliere le parti che non servono o dividere il registro in più file.")


def too_many_rows(limits: Limits) -> UnreadableRegister:
    """Return the refusal of a file with more rows than a register may have."""
    return too_large(f"Il file ha più di {_grouped(limits.rows)} righe")


def has_macros() -> UnreadableRegister:
    """Return the refusal of a workbook that carries a program."""
    return UnreadableRegister("Il file contiene macro o oggetti attivi. Salvarlo come xlsx senza macro e riprovare.")


def has_external_links() -> UnreadableRegister:
    """Return the refusal of a workbook that takes values from other files or from the network."""
    return UnreadableRegister(
        "Il file contiene collegamenti ad altri file o a dati esterni. "
        "Interrompere i collegamenti, salvare e riprovare."
    )


def is_encrypted() -> UnreadableRegister:
    """Return the refusal of a workbook that needs a password."""
    return UnreadableRegister("Il file è protetto da password. Togliere la password, salvarlo e riprovare.")


class Extent:
    """Adds up what the sheets will occupy once read, and refuses at the first limit passed."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._earlier_rows = self._earlier_cells = self._text = self._sheets = 0
        self._rows = self._columns = 0

    def begin_sheet(self) -> None:
        """Close the sheet before and start counting a new one."""
        self._earlier_rows += self._rows
        self._earlier_cells += self._rows * self._columns
        self._rows = self._columns = 0
        self._sheets += 1
        if self._sheets > self._limits.sheets:
            raise too_large(f"Il file ha più di {self._limits.sheets} fogli")

    def reach(self, row: int, column: int) -> None:
        """Note a cell with content that ends at ``row`` and ``column`` (1 = first)."""
        if row <= self._rows and column <= self._columns:
            return
        self._rows = max(self._rows, row)
        self._columns = max(self._columns, column)
        if self._columns > self._limits.columns:
            raise too_large(f"Un foglio ha più di {self._limits.columns} colonne")
        if self._earlier_rows + self._rows > self._limits.rows:
            raise too_many_rows(self._limits)
        if self._earlier_cells + self._rows * self._columns > self._limits.cells:
            raise too_large(f"Il file ha più di {_grouped(self._limits.cells)} celle")

    def add_text(self, length: int) -> None:
        """Note ``length`` characters of text that a cell will hold."""
        self._text += length
        if self._text > self._limits.text_bytes:
            raise too_large(f"I testi del file superano {self._limits.text_bytes // MEGABYTE} MB")


def _grouped(number: int) -> str:
    """Write a whole number with the Italian thousands sign."""
    return f"{number:,}".replace(",", ".")
