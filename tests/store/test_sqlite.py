"""What only the store in one file has to cope with."""

import sqlite3
from contextlib import closing
from threading import Timer

from countersight.store.sqlite import open_sqlite


def test_new_file_that_another_writes_is_waited_for(tmp_path):
    with closing(sqlite3.connect(tmp_path / "countersight.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = Timer(0.3, other.rollback)
        release.start()
        with closing(open_sqlite(tmp_path, "", patience_s=20)) as store, store.view() as view:
            assert view.count("documents") == 0
        release.join()
