"""A register of any size, to measure with: the shared one again and again, each time with other people.

python -m tests.bridges.large_registers 12000 /tmp/registro-grande.xlsx
"""

import sys
from pathlib import Path

from codicefiscale.codicefiscale import encode_cin

from percorsi.bridges.register.layout import Column
from tests.bridges.writing_registers import Cells, sample_tables, write_xlsx

SAMPLE = Path(__file__).parents[2] / "percorsi" / "demo" / "registro-nil-2015-2019.xlsx"
PEOPLE_OF_SAMPLE = 628
FINAL = 16
LETTERS = "BCDFGHLMNPRSTVZ"


def large_register(path: Path, people: int) -> Path:
    """Write a register with at least so many people and all their rows: paths, traineeships, months, hires, groups."""
    tables = sample_tables(SAMPLE)
    copies = -(-people // PEOPLE_OF_SAMPLE)
    sheets: dict[str, list[Cells]] = {}
    for name, (columns, rows) in tables.items():
        lines = [_again(columns, row, copy) for copy in range(copies) for row in rows]
        sheets[name] = [[column.name for column in columns], *lines]
    return write_xlsx(path, sheets)


def _again(columns: list[Column], row: list[object], copy: int) -> Cells:
    cells = list(row)
    for place, column in enumerate(columns):
        cell = cells[place]
        if not isinstance(cell, str) or not cell.strip():
            continue
        if column.kind == "code":
            cells[place] = f"{cell.strip()}-{copy:03}"
        elif column.field == "family_names":
            cells[place] = f"{cell.strip()} {_word(copy).capitalize()}"
        elif column.kind == "codice_fiscale" and len(cell.strip()) == FINAL:
            cells[place] = _code(cell.strip().upper(), copy)
    return cells


def _code(code: str, copy: int) -> str:
    """Another surname in the code. One with a wrong last letter stays wrong."""
    is_wrong = encode_cin(code) != code[-1]
    other = _word(copy) + code[3:]
    right = encode_cin(other)
    return other[:-1] + (chr((ord(right) - ord("A") + 1) % 26 + ord("A")) if is_wrong else right)


def _word(copy: int) -> str:
    """Three letters that stand for the copy."""
    size = len(LETTERS)
    return LETTERS[copy // size**2 % size] + LETTERS[copy // size % size] + LETTERS[copy % size]


if __name__ == "__main__":
    large_register(Path(sys.argv[2]), int(sys.argv[1]))
