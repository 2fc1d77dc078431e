"""What the house tests look at: the files of the repository and the printed order of the rooms."""

import ast
import subprocess
import tomllib
from pathlib import Path

from tools.console import ROOT

PACKAGE = ROOT / "percorsi"
WEB = PACKAGE / "web"


def rooms() -> list[str]:
    """The rooms in the order printed in pyproject.toml, the cellar last; names in brackets are not open yet."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "stairs")
    return [room for layer in layers for room in layer.strip("()").split(" | ")]


def tracked(*patterns: str) -> list[Path]:
    """The files that git keeps (or would keep) under these patterns."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def calls(path: Path) -> list[tuple[str, int]]:
    """The name and line of every call of a method in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [(node.func.attr, node.lineno) for node in found if isinstance(node.func, ast.Attribute)]
