"""`percorsi law`, and the independence of the room from Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from percorsi.law import show
from percorsi.law.reader import all_subjects

ROOT = Path(__file__).parents[2]
IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
import percorsi.law
names = [module.name for module in pkgutil.walk_packages(percorsi.law.__path__, "percorsi.law.")]
for name in names:
    importlib.import_module(name)
assert "percorsi.law.rules.person_categories" in names, names
strangers = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(sorted(name for name in strangers if not name.startswith("_")))
"""


def test_no_module_of_the_room_imports_django_or_any_other_package() -> None:
    # -S keeps site-packages out, so that nothing but the standard library can be found.
    command = [sys.executable, "-S", "-c", IMPORT_EVERYTHING]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['percorsi']"


def test_the_page_as_text_names_act_source_confidence_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert show.main(["--on", "2026-01-01"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Regole in vigore il 01/01/2026. Aiuto all'operatore, non parere legale.")
    assert "Invalidità civile minima per la L. 68/99: 46 % (minimo)" in printed
    for words in ("certo, controllato il 22/11/2026", "da verificare", "fonte: non trovata", "giovani inoccupati"):
        assert words in printed


def test_the_page_as_json_holds_every_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert show.main(["--on", "2026-01-01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [value["subject"] for value in document["values"]] == list(all_subjects())
    threshold = next(value for value in document["values"] if value["subject"] == "over_50_age")
    assert (threshold["value"], threshold["from"], threshold["to"]) == (50, "2003-01-01", None)
    assert threshold["confidence"] == "likely" and threshold["address"].startswith("https://")
    assert len(document["categories"]) == 8 and document["unknown"] == []


def test_before_the_known_dates_the_page_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert show.main(["--on", "2001-01-01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    known = [value["subject"] for value in document["values"]]
    assert known == ["civil_invalidity_threshold", "inail_threshold"]
    assert sorted(known + document["unknown"]) == list(all_subjects())


def test_a_day_that_is_not_a_day_is_refused_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        show.main(["--on", "31/01/2026"])
    assert stop.value.code == 2
    assert "scrivere come 2026-01-31" in capsys.readouterr().err
