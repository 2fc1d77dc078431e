"""The environment of the tests, set before Django reads its settings (pytest loads this file as a plugin).

Nothing of the reader's own shell gets through: the tests know no installation but the one they make in a temporary
folder. Only a DATABASE_URL that names a PostgreSQL is kept, for the second run; the test runner makes a database of
its own on that server.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="percorsi-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
(FOLDER / "static").mkdir()

for name in [each for each in os.environ if each.startswith("PERCORSI_")]:
    del os.environ[name]
os.environ["PERCORSI_MODE"] = "test"
os.environ["PERCORSI_DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "percorsi.settings"
# The browser's driver runs an event loop of its own in the thread of the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://", "psql://")):
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'percorsi.sqlite3'}"
