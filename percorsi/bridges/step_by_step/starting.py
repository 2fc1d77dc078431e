"""Starting the process that carries an import on, apart from the one that answers pages."""

import subprocess
import sys
import threading

# The server may be told to stop, or to change its workers, while an import runs: it must not take it along.
PROGRAM = "from percorsi.command_line import main; main()"
COMMAND = "continue-import"


def start(public_id: str) -> None:
    """Start ``percorsi continue-import``; it goes on by itself, and says in the import's row how far it has come."""
    # The program and its arguments are this package's own; what it says goes where the server's words go.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PROGRAM, COMMAND, public_id],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it would stay in the system's list of processes.
    threading.Thread(target=process.wait, name=COMMAND, daemon=True).start()
