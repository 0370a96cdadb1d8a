"""Keeps a database of the present version beside the tests, one of each kind: `python tools/keep_database.py 2026-11`.

The demonstration group stands in it, and rows of every table (`tools/kept_rows.py`). `tests/store/test_kept_databases.py` migrates each
to whatever the version is then, and computes every run in it anew.
"""

import lzma
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import programs  # noqa: E402 - the path above comes first
from tests.support.postgresql import PostgresqlServer  # noqa: E402

FOLDER = ROOT / "tests" / "store" / "databases"


def fill(folder: Path, **environment: str) -> None:
    """Fill a new home with the demonstration group and rows of every table."""
    environment = {**os.environ, "TANHENG_HOME": str(folder / "home"), "DEMO_SERVE": "0", **environment}
    subprocess.run([Path(sys.executable).parent / "tanheng", "demo", "--overwrite"], cwd=folder, env=environment, check=True)
    subprocess.run([sys.executable, ROOT / "tools" / "kept_rows.py"], cwd=folder, env=environment, check=True)


def keep(name: str, content: bytes) -> None:
    """Write the content packed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.xz").write_bytes(lzma.compress(content, preset=9))


def main() -> None:
    """Fill one of each kind and keep them."""
    name = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        keep(f"{name}.sqlite3", (Path(folder) / "home" / "tanheng.sqlite3").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresqlServer(programs.postgresql_folder())
        try:
            address = server.start()
            fill(Path(folder), TANHENG_DATABASE_URL=address)
            dump = [server.programs / "pg_dump", "--no-owner", "--host", server.folder, "--username", "tanheng", "postgres"]
            keep(f"{name}.sql", subprocess.run(dump, check=True, capture_output=True).stdout)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
