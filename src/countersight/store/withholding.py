"""What a writer holds out, as it or what it rests on is withdrawn: at the notice, and whatever arrives afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from countersight.errors import BadNotice, NotFound
from countersight.model.claim import Claim
from countersight.model.custody import Act
from countersight.model.notice import About, Changed, Notice, NoticeKind
from countersight.model.text import DocumentText
from countersight.model.withdrawal import Withdrawals, hold_withdrawn
from countersight.store.notices import (
    find_documents,
    find_ended_claims,
    find_standing_claims,
    find_withdrawal,
    find_withdrawals,
    forget_skipped,
)
from countersight.store.standing import Standing
from countersight.store.withheld import find_spoken, find_withheld

NOTHING = {
    About.SOURCE: (
        "no document is from {!r}: name a publisher by the host of its pages, or by its name; agencies and speakers, "
        "which `countersight sources` lists besides, are withdrawn as such"
    ),
    About.SPEAKER: "no claim stands on the word of {!r}",
    About.AGENCY: "no document is from the wire of {!r}, and no claim stands on its word",
}
"""What is said where nothing rests on what is to be withdrawn: the name may be misspelt."""

Tell = Callable[[Act, str, str, dict[str, str]], None]
"""Puts an act on the log of custody: of what document, by whom, with what detail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What followed from a withdrawal or restoration."""

    changed: Changed
    documents: tuple[str, ...]
    """Held out or let back whole."""
    told_in: dict[str, int]
    """Other documents in which single claims were, with how many."""


class Withholding:
    """Within one transaction. What is withdrawn is asked once and kept, until a notice changes it."""

    def __init__(
        self,
        connection: Connection,
        standing: Standing,
        *,
        tell: Tell,
        flush: Callable[[], None],
        unfounded: Callable[[Iterable[str]], list[str]],
    ) -> None:
        """Hold out by way of `standing`.

        `tell` appends to the log of custody, `flush` makes that readable; `unfounded` tells which claims of persons no
        decision is for any more.
        """
        self._connection = connection
        self._standing = standing
        self._tell = tell
        self._flush = flush
        self._unfounded = unfounded
        self._withdrawn: Withdrawals | None = None

    @property
    def withdrawn(self) -> Withdrawals:
        """What stands withdrawn."""
        if self._withdrawn is None:
            self._withdrawn = find_withdrawals(self._connection)
        return self._withdrawn

    def find(self, document_id: str) -> Notice | None:
        """Return the notice by which a document is held out whole, if it is."""
        if not self.withdrawn:
            return None
        return find_withheld(self._connection, self.withdrawn, [document_id]).get(document_id)

    def is_spoken_out(self, claim: Claim, text: DocumentText) -> bool:
        """Whether a claim is held out for whose word it is."""
        return self.withdrawn.of_claim(claim, text) is not None

    def arrived(self, document_id: str, before: Notice | None, *, by: str, detail: dict[str, str]) -> None:
        """Hold a document out, or let it back, where something of it arrived that tells who published it.

        `before` is the notice by which it was held out until then. Both are told on the log of custody.
        """
        after = self.find(document_id)
        if before is None and after is not None:
            self._standing.end_claims(find_standing_claims(self._connection, [document_id]))
            self._tell(Act.WITHDRAWN, document_id, by, {"notice": after.id, **detail})
        elif before is not None and after is None:
            self._flush()
            self._standing.begin_again(self._free(find_ended_claims(self._connection, [document_id])))
            forget_skipped(self._connection)
            self._tell(Act.RESTORED, document_id, by, {"notice": before.id, **detail})

    def follow(self, notice: Notice) -> Followed:
        """End the standing of what rests on what a notice withdraws, or have stand again what it restores.

        Raises:
            NotFound: nothing rests on it.
            BadNotice: it is withdrawn already, or there is nothing to restore.
        """
        self._flush()
        is_withdrawal = notice.kind is NoticeKind.WITHDRAWAL
        standing = find_withdrawal(self._connection, notice.subject_id)
        if is_withdrawal == (standing is not None):
            said = "is withdrawn already" if is_withdrawal else "is not withdrawn, so there is nothing to restore"
            raise BadNotice(f"{notice.name} {said}")
        meant = hold_withdrawn([standing or notice])
        documents = sorted(find_withheld(self._connection, meant))
        spoken = find_spoken(self._connection, meant).keys()
        if is_withdrawal and notice.is_keyed and not documents and not spoken:
            raise NotFound(NOTHING[notice.about].format(notice.name))
        if is_withdrawal:
            return self._withdraw(documents, spoken)
        self._withdrawn = self._without(notice)
        return self._restore(documents, spoken)

    def forget(self) -> None:
        """Ask anew what is withdrawn."""
        self._withdrawn = None

    def _withdraw(self, documents: list[str], spoken: Iterable[str]) -> Followed:
        within = find_standing_claims(self._connection, documents)
        apart = sorted({*find_standing_claims(self._connection, claim_ids=spoken)}.difference(within))
        findings = self._standing.end_claims([*within, *apart])
        return self._followed(documents, within, apart, findings)

    def _restore(self, documents: list[str], spoken: Iterable[str]) -> Followed:
        ended = {*find_ended_claims(self._connection, documents)}
        apart = {*find_ended_claims(self._connection, claim_ids=spoken)} - ended
        free = self._free([*ended, *apart])
        self._standing.begin_again(free)
        forget_skipped(self._connection)
        return self._followed(documents, [*ended.intersection(free)], [*apart.intersection(free)], None)

    def _followed(self, documents: list[str], within: list[str], apart: list[str], findings: int | None) -> Followed:
        told_in: dict[str, int] = {}
        for name in find_documents(self._connection, apart).values():
            told_in[name] = told_in.get(name, 0) + 1
        for name in documents:
            told_in.pop(name, None)
        changed = Changed(documents=len(documents) + len(told_in), claims=len(within) + len(apart), findings=findings)
        return Followed(changed=changed, documents=tuple(documents), told_in=dict(sorted(told_in.items())))

    def _free(self, claim_ids: Iterable[str]) -> list[str]:
        """Return those of these claims that nothing holds out any more."""
        document_of = find_documents(self._connection, claim_ids)
        documents = sorted({*document_of.values()})
        withheld = find_withheld(self._connection, self.withdrawn, documents)
        spoken = find_spoken(self._connection, self.withdrawn, documents)
        free = {name for name, of in document_of.items() if of not in withheld and name not in spoken}
        return sorted(free.difference(self._unfounded(sorted(free))))

    def _without(self, restoration: Notice) -> Withdrawals:
        """Return what stands withdrawn once a restoration is made known."""
        return hold_withdrawn(
            notice
            for held in (self.withdrawn.documents, self.withdrawn.sources, self.withdrawn.speakers,
                         self.withdrawn.agencies)
            for notice in held.values()
            if notice.subject_id != restoration.subject_id
        )  # fmt: skip
