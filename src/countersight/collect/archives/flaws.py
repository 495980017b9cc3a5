"""What can be wrong with an archive of the web: with one record, or from some place on with the whole file."""


class BadRecord(Exception):
    """One record cannot be taken; those after it can."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BrokenArchive(Exception):
    """From some byte on, the file cannot be read: what came before stands."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"from byte {offset:,} on {reason}")
        self.offset = offset
        """In the file as it lies on disk."""


class TornArchive(BrokenArchive):
    """The file ends in the middle of a record, as after a crash or a broken download."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset, "it is cut off in the middle of a record")
