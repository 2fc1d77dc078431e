"""The demo leaves no server behind, whichever way it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import demo
from tools.console import ROOT

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import subprocess, sys, time
from tools import demo
child = subprocess.Popen(sys.argv[1:], preexec_fn=demo.die_with_parent)
print(child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends_soon(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_killed_command_takes_its_server_along() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *SLEEPER], stdout=subprocess.PIPE, env=env)
    with parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.send_signal(signal.SIGKILL)
    assert ends_soon(child)


def test_the_demo_stops_when_its_folder_is_deleted(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(demo, "DATABASE", tmp_path / "percorsi.sqlite3")
    monkeypatch.setattr(demo, "SECONDS_BETWEEN_LOOKS", 0.05)
    server = subprocess.Popen(SLEEPER)
    try:
        assert demo.watch(server) == 0
        assert "no longer there" in capsys.readouterr().out
    finally:
        demo.stop(server)
    assert server.returncode == -signal.SIGTERM


def test_the_demo_ends_with_its_server(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(demo, "DATABASE", tmp_path)
    assert demo.watch(subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])) == 3


def test_a_closed_terminal_ends_the_demo() -> None:
    with pytest.raises(SystemExit) as ended:
        demo.hang_up()
    assert ended.value.code == 128 + signal.SIGHUP
