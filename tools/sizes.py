"""``run.py sizes``: what has grown too long. Small pieces are the house rule; this shows where to look first."""

import ast
import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.console import ROOT, say

SOURCES = ("percorsi", "tests", "tools", "run.py")
WORST = 10
Measured = tuple[int, str]


@dataclass(frozen=True)
class Function:
    """One function: where it stands, how many lines it has and how many values a caller passes."""

    place: str
    lines: int
    parameters: int


def source_files(root: Path = ROOT, *, suffix: str = ".py") -> list[Path]:
    """Return our own files with this ending; generated migrations are nobody's prose."""
    found: list[Path] = []
    for name in SOURCES:
        path = root / name
        found += [path] if path.is_file() and path.suffix == suffix else sorted(path.rglob(f"*{suffix}"))
    return [path for path in found if "migrations" not in path.parts]


def functions(path: Path, root: Path = ROOT) -> list[Function]:
    """Return every function and method of a file; decorators do not count as lines, ``self`` not as a parameter."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Function(f"{path.relative_to(root)}:{node.lineno} {node.name}", count_lines(node), count_parameters(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def count_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines from ``def`` to the end of the body."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def count_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many values a caller can pass; ``*rows`` and ``**options`` count as one each."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    own = [each for each in named if each.arg not in {"self", "cls"}]
    return len(own) + (arguments.vararg is not None) + (arguments.kwarg is not None)


def file_lines(paths: Iterable[Path], root: Path = ROOT) -> list[Measured]:
    """Return each file's lines and name."""
    return [(len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(root))) for path in paths]


def worst(measured: Iterable[Measured]) -> list[Measured]:
    """Return the ten largest, largest first."""
    return sorted(measured, key=lambda row: (-row[0], row[1]))[:WORST]


def main(arguments: Sequence[str]) -> int:
    """Print the four lists."""
    if arguments:
        say("sizes takes no words.")
        return 2
    # "make sizes | head" closes the pipe early, and that is all right.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    found = [function for path in source_files() for function in functions(path)]
    lists = {
        "Longest functions (look again at 30 lines, never above 80)": [(each.lines, each.place) for each in found],
        "Most parameters (never above 5)": [(each.parameters, each.place) for each in found],
        "Longest files (look again at 300 lines, never above 500)": file_lines(source_files()),
        "Longest templates (never above 150)": file_lines(source_files(suffix=".html")),
    }
    for title, measured in lists.items():
        say("\n".join([f"\n{title}", *(f"{number:>6}  {place}" for number, place in worst(measured))]))
    return 0
