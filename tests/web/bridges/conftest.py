"""The steps of an import are done at once, in the test's own process: it alone sees the test's database."""

import pytest

from percorsi.bridges.step_by_step import starting
from percorsi.bridges.step_by_step.working import carry_on


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", carry_on)
