"""The plug point of files that hold many documents: archives of the web, packages of records, mailboxes."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from countersight.collect.archives.wacz import WaczContainer
from countersight.collect.archives.warc import WarcContainer
from countersight.collect.base import Clock, Collected, CollectLimits, Skipped
from countersight.collect.mailbox import Mailbox, Message
from countersight.collect.packages import OcdsPackages
from countersight.model.failure import Failure

HEAD_BYTES = 4_096
"""Of a file's beginning, by which a container is recognized."""


class Container(Protocol):
    """Takes one kind of file apart into documents."""

    name: str

    def recognizes(self, head: bytes, name: str) -> bool:
        """Tell by the first `HEAD_BYTES` and the name or address whether it is a file of this kind."""
        ...

    def members(
        self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock
    ) -> Iterator[Collected | Failure | Skipped]:
        """Yield each document in the file, and a failure for each that cannot be had, in order.

        What is there by design and is no document, as the pictures of pages, is yielded as skipped, to be counted.

        `stream` can seek; it is read piece by piece, so that memory does not grow with it. `address` is where the file
        lies; a member that has no address of its own is named by this one with a fragment, and is collected again with
        the whole file.

        Raises:
            InputError: the file as a whole is not what it seemed; what was yielded before counts.
        """
        ...


CONTAINERS: tuple[Container, ...] = (WarcContainer(), WaczContainer(), Message(), Mailbox(), OcdsPackages())
"""Every kind there is; none of them loads its libraries before it takes a file apart."""


def find_container(head: bytes, name: str) -> Container | None:
    """Return what takes apart a file that begins so, if it holds many documents."""
    return next((container for container in CONTAINERS if container.recognizes(head, name)), None)
