"""Opening a store: cheap to import, clear about addresses it cannot open."""

import subprocess
import sys

import pytest

from countersight.errors import BadSetting, BrokenProvenance, InvariantError, StoreUnavailable
from countersight.store import BACKENDS, open_store


def test_import_loads_no_database_library():
    script = "import sys, countersight.store; print({'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"set()\n"


def test_first_backend_is_the_default(tmp_path):
    assert BACKENDS[0].name == "sqlite"
    open_store(tmp_path / "new" / "folder").close()
    assert (tmp_path / "new" / "folder" / "countersight.db").is_file()


def test_another_file_can_be_named(tmp_path):
    open_store(tmp_path, database=f"sqlite:///{tmp_path / 'elsewhere' / 'other.db'}").close()
    assert (tmp_path / "elsewhere" / "other.db").is_file()


@pytest.mark.parametrize(
    "database",
    [
        "mysql://root:secret@localhost/x",
        "/tmp/file.db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://a:secret@:b:c/",
    ],
)
def test_address_that_cannot_be_is_refused(tmp_path, database):
    with pytest.raises(BadSetting) as refused:
        open_store(tmp_path, database=database)
    assert "secret" not in str(refused.value)


def test_server_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreUnavailable) as refused:
        open_store(tmp_path, database=f"postgresql://someone:secret@/nothing?host={tmp_path}")
    assert "secret" not in str(refused.value)


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="file"):
        open_store(tmp_path / "file" / "project")


def test_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "countersight.db").write_text("this is no database" * 100)
    with pytest.raises(BrokenProvenance, match="not a database"):
        open_store(tmp_path)


def read_all(store):
    with store.view() as view:
        return [list(things) for things in (view.texts(), view.claims(), view.judgements(), view.captures())]


def test_damaged_file_is_reported_not_fatal(tmp_path, made_up):
    store = open_store(tmp_path)
    made_up.fill(store, *range(1, 60))
    store.close()
    path = tmp_path / "countersight.db"
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half : half + 40_000] = bytes(40_000)
    path.write_bytes(data)
    store = open_store(tmp_path)
    assert list(store.verify())
    with pytest.raises(InvariantError):
        read_all(store)
    store.close()
