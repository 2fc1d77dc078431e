"""The program that opens a judged workbook, run as a process of its own by :mod:`workbook`.

The spreadsheet reader is compiled code: on a file made to hurt it may panic, take all memory or abort, and an abort
would take the whole server with it. Here it can only end this process. Bytes come in on the standard input, the sheets
go out on the standard output. It knows nothing of the rest of the program.
"""

import io
import pickle
import sys

import python_calamine

_MOST_MEMORY = 2 * 1024**3
_MOST_SECONDS = 60


def _limit_resources() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Write the name and the rows of each worksheet, blank cells as '', from the sheet's first line and column."""
    _limit_resources()
    content = io.BytesIO(sys.stdin.buffer.read())
    with python_calamine.CalamineWorkbook.from_filelike(content) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                pickle.dump((sheet.name, rows), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
