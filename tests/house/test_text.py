"""What is written in the repository: sizes, templates without inline code, no legal numbers, no traces of a machine."""

import ast
import re

import pytest

from tests.house.house import tracked
from tools import sizes
from tools.console import ROOT

INLINE = re.compile(r"""\sstyle=|\son[a-z]+\s*=\s*["']|<style|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)
MACHINE = re.compile(r"/root/|/home/\w+/|/work/main|https?://(?:\w+\.)*(?:pypi|pythonhosted|npmjs)\.\w+")
PLAIN_NUMBERS = {0, 1, -1}


def test_functions_and_files_stay_readable() -> None:
    found = [each for path in sizes.source_files() for each in sizes.functions(path)]
    too_long = [each.place for each in found if each.lines > 80]
    too_many = [each.place for each in found if each.parameters > 5 and not each.place.startswith("tests/")]
    files = [name for lines, name in sizes.file_lines(sizes.source_files()) if lines > 500]
    templates = [name for lines, name in sizes.file_lines(sizes.source_files(suffix=".html")) if lines > 150]
    assert too_long + too_many + files + templates == []


def test_templates_hold_no_inline_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked("percorsi/**/*.html", "tests/**/*.html")
        if (hit := INLINE.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_rules_of_the_law_hold_no_numbers() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
        for path in tracked("percorsi/law/rules/*.py", "percorsi/*/legal.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value not in PLAIN_NUMBERS
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["percorsi", "tests", "tools", "docs", "*.md", "*.toml", "*.txt", "Makefile", ".ci"])
def test_no_machine_and_no_registry_is_named(folder: str) -> None:
    texts = [
        path for path in tracked(folder) if path.suffix not in {".xlsx", ".png", ".mo"} and path.parent.name != "house"
    ]
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in texts
        if (hit := MACHINE.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []
