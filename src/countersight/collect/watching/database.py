"""The file `watch.db`: opened by one watcher, read by anybody, whole after any death."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from countersight.collect.watching import schema
from countersight.store.side_file import SideFile, read_version, refuse_newer, write_version

FILE_NAME = "watch.db"


def read_time(words: str | None) -> datetime | None:
    """Read back what `sortable_time` wrote, if it did."""
    return None if words is None else datetime.fromisoformat(words)


class WatchDatabase(SideFile):
    """What watching remembers of one project.

    A power cut may take back its last moments. What is noted here as kept was committed to the store before, which is
    stricter, and at worst is asked for once more.
    """

    kind = "a watcher"
    patience_s = 60
    """The largest sitemaps take some."""
    most_connections = -1

    def __init__(self, folder: Path) -> None:
        """Open the file in the project's folder, made where there is none; raises as `SideFile` does."""
        super().__init__(folder / FILE_NAME)

    def set_up(self, connection: Connection) -> None:
        version = read_version(connection)
        if version == schema.VERSION:
            return
        if version != 0:
            raise refuse_newer(self.path, version, schema.VERSION)
        schema.metadata.create_all(connection)
        write_version(connection, schema.VERSION)
