"""``run.py demo``: a served copy with invented people, kept apart in ``data/demo``."""

import ctypes
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from contextlib import closing

from tools import environment, stamps
from tools.console import ROOT, SetupError, must, say

DATA = ROOT / "data" / "demo"
DATABASE = DATA / "percorsi.sqlite3"
LOCAL = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TO_TRY = 100
SECONDS_TO_ANSWER = 60
THREADS = 8
SECONDS_BETWEEN_LOOKS = 2
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Prepare the data, serve until stopped, and return 0 when the reader stopped it."""
    if arguments:
        say("The demo takes no words: use HOST=..., PORT=... and RESET=1 in front of the command.")
        return 2
    host = chosen_host(os.environ)
    if os.environ.get("RESET") == "1":
        say("Starting afresh: data/demo is removed.")
        shutil.rmtree(DATA, ignore_errors=True)
    environment.ensure("runtime")
    env = demo_environment(os.environ, host)
    prepare(env)
    return serve(host, next_free_port(host, chosen_port(os.environ)), env)


def chosen_host(environ: Mapping[str, str]) -> str:
    """Return the IPv4 address to listen on.

    Some shells and tools export HOST for ends of their own (the machine's name, a compiler's target): what is not
    an address is ignored, so that only an explicit address opens the demo to the network.
    """
    host = environ.get("HOST", "")
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        if host and host != "localhost":
            say(f"HOST={host} is not an address: listening on {LOCAL}.")
        return LOCAL


def chosen_port(environ: Mapping[str, str]) -> int:
    """Return the first port to try. Ends the command when PORT is not a number that a user may take."""
    text = environ.get("PORT") or str(FIRST_PORT)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SetupError(f"PORT={text} is not a port: give a number from 1024 to 65535.")
    return int(text)


def next_free_port(host: str, first: int) -> int:
    """Return the first free port from ``first`` on. Ends the command when none of a hundred is free."""
    for port in range(first, min(first + PORTS_TO_TRY, 65536)):
        with closing(socket.socket()) as listener:
            # As the server will do: a port whose last conversation has just ended is free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
            except OSError:
                continue
            return port
    raise SetupError(f"No free port from {first} on {host}: choose another with PORT=...")


def demo_environment(environ: Mapping[str, str], host: str) -> dict[str, str]:
    """Return the environment of every command of the demo.

    Whatever database or secret the reader's shell names is left out: the demo never touches a real installation.
    """
    kept = {name: value for name, value in environ.items() if not name.startswith(("PERCORSI_", "DJANGO_"))}
    return kept | {
        "PERCORSI_MODE": "demo",
        "PERCORSI_DATA_DIR": str(DATA),
        "DATABASE_URL": f"sqlite:///{urllib.parse.quote(str(DATABASE))}",
        "DJANGO_SETTINGS_MODULE": "percorsi.settings",
        "HOST": host,
    }


def prepare(env: Mapping[str, str]) -> None:
    """Bring database and static files up to date; skip what has not changed since the last time."""
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    requirements = environment.REQUIREMENTS["runtime"]
    program = stamps.digest([requirements, ROOT / "percorsi"])
    if not DATABASE.exists() or not stamps.is_current(DATA / ".database", program):
        say("Preparing the demo data ...")
        must([environment.PERCORSI, "migrate", "--verbosity", "0"], env=env)
        must([environment.PERCORSI, "demo-data"], env=env)
        stamps.write(DATA / ".database", program)
    assets = [requirements, ROOT / "percorsi" / "settings.py", *(ROOT / "percorsi" / "web").glob("*/assets")]
    looks = stamps.digest(assets)
    if not stamps.is_current(DATA / ".static", looks):
        say("Collecting styles, fonts and icons ...")
        must([environment.PERCORSI, "collectstatic", "--noinput", "--clear", "--verbosity", "0"], env=env)
        stamps.write(DATA / ".static", looks)


def serve(host: str, port: int, env: Mapping[str, str]) -> int:
    """Run the server until Ctrl-C or a termination; print the address once a page is answered."""
    signal.signal(signal.SIGHUP, hang_up if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL else signal.SIG_IGN)
    command = server_command(host, port)
    server = subprocess.Popen(command, cwd=ROOT, env=dict(env), preexec_fn=die_with_parent)  # noqa: PLW1509 - one thread
    try:
        logins = logins_of_the_demo(env)  # while the server starts
        wait_for_page(f"http://{LOCAL if host == '0.0.0.0' else host}:{port}", server)
        announce(host, port, logins)
        return watch(server)
    except KeyboardInterrupt:
        say("\nStopped. The demo data are kept in data/demo; RESET=1 starts afresh.")
        return 0
    finally:
        stop(server)


def hang_up(*_: object) -> None:
    """A closed terminal ends the demo; the server alone would take the signal for a wish to reload."""
    sys.exit(128 + signal.SIGHUP)


def die_with_parent() -> None:
    """Run in the server before it begins: have Linux end it when this command is killed and cannot do so itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def watch(server: "subprocess.Popen[bytes]") -> int:
    """Return the server's exit code, or 0 when the demo's folder was deleted under it: then it has nothing to show."""
    while True:
        try:
            return server.wait(timeout=SECONDS_BETWEEN_LOOKS)
        except subprocess.TimeoutExpired:
            if not DATABASE.exists():
                say("\nStopped: data/demo is no longer there.")
                return 0


def server_command(host: str, port: int) -> list[str]:
    """Return the server's command line: one process, as SQLite likes it, with threads."""
    options = ["--workers", "1", "--threads", str(THREADS), "--bind", f"{host}:{port}", "--log-level", "warning"]
    return [str(environment.PYTHON), "-m", "gunicorn", *options, "--no-control-socket", "percorsi.wsgi:application"]


def wait_for_page(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers at all. Ends the command when it stops or stays silent."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                raise SetupError(f"The server runs, but its first page answers with error {answer.code}.") from None
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SetupError("The server does not answer: its own words are above.")


def logins_of_the_demo(env: Mapping[str, str]) -> str:
    """Return role, user name and password, one login a line, as the program itself tells them."""
    command = [str(environment.PERCORSI), "demo-logins"]
    return subprocess.run(command, cwd=ROOT, env=dict(env), check=True, stdout=subprocess.PIPE, text=True).stdout


def announce(host: str, port: int, logins: str) -> None:
    """Print the address alone on its line, then the demo logins and how to stop."""
    say(f"\nhttp://{LOCAL if host == '0.0.0.0' else host}:{port}\n")
    if not ipaddress.IPv4Address(host).is_loopback:
        say(f"WARNING: HOST={host} opens this demo, with its well-known logins, to everyone on the network.")
        say("Use it only to show invented data, and stop it when you have finished.\n")
    say(logins)
    say("Ctrl-C stops it.")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, whichever way the command ends."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
