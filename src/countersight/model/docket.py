"""Every decision that stands, by what it is on: who said what, what of it is settled, and who may see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from countersight.model.decision import Decision, Verdict
from countersight.values.person_names import person_key


class SettlementState(StrEnum):
    """How far the review of a claim or finding has come."""

    OPEN = "open"
    """Nobody has decided."""
    WAITING = "waiting"
    """Fewer people have decided than have to."""
    DISPUTED = "disputed"
    """Enough people have decided, and differently: a further one, an editor, settles it."""
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What stands of one claim or finding."""

    state: SettlementState
    verdict: Verdict | None = None
    """Of what is settled."""
    decision: Decision | None = None
    """By which it came to be so: on the subject, or the edit that put the subject in another claim's place."""


def settle(given: Sequence[Decision], readers: int) -> Settlement:
    """Say what the decisions of several people on one subject come to.

    Args:
        given: one decision of each person, the last that stands, in order of sequence.
        readers: people who have to decide alike.

    As soon as so many people decided alike, that is settled; if that comes to be true of more than one answer, the one
    given last stands. If so many have decided and no answer has enough voices, the subject is disputed. Whoever decides
    then and is none of them breaks the tie: that answer stands alone, until enough people decide alike or another
    breaks the tie anew. Who takes part in a dispute cannot end it but by agreeing. Edits are alike if they put the same
    claim in place. With one reader the last decision stands.
    """
    voices: dict[tuple[Verdict, str | None], int] = defaultdict(int)
    alike: Decision | None = None
    tie_break: Decision | None = None
    for before, decision in enumerate(given):
        voices[decision.answer] += 1
        if voices[decision.answer] >= readers:
            alike = decision
        elif alike is None and before >= readers:
            tie_break = decision
    if (settled := alike or tie_break) is not None:
        return Settlement(SettlementState.SETTLED, settled.verdict, settled)
    if not given:
        return Settlement(SettlementState.OPEN)
    return Settlement(SettlementState.WAITING if len(given) < readers else SettlementState.DISPUTED)


class Docket:
    """What a chain of decisions comes to; further links are taken in one after the other, at little cost each."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.last: Decision | None = None
        """The last link taken in."""
        self._links: dict[str, list[Decision]] = defaultdict(list)
        """By subject, all of them."""
        self._standing: dict[str, list[Decision]] = defaultdict(list)
        """By subject, without those undone and the undoing ones."""
        self._edited: dict[str, set[str]] = defaultdict(set)
        """By replacement, the claims that it was ever put in place of."""
        for decision in decisions:
            self.take(decision)

    def take(self, decision: Decision) -> None:
        """Take in the next link of the chain."""
        undone = self.undone_by(decision)
        self.last = decision
        self._links[decision.subject_id].append(decision)
        if undone is not None:
            self._standing[decision.subject_id].remove(undone)
        elif decision.verdict is not Verdict.UNDO:
            self._standing[decision.subject_id].append(decision)
        if decision.replacement:
            self._edited[decision.replacement].add(decision.subject_id)

    def undone_by(self, link: Decision) -> Decision | None:
        """Return the standing decision that the next link takes back, if it does."""
        given = self._standing.get(link.subject_id)
        if link.verdict is not Verdict.UNDO or not given:
            return None
        if link.undoes is None:
            return given[-1]
        return next((decision for decision in given if decision.id == link.undoes), None)

    def subjects(self) -> Iterator[str]:
        """Yield everything that decisions which stand are on, or put in place of something, each once."""
        named = {decision.replacement: None for given in self._standing.values() for decision in given}
        yield from dict.fromkeys(
            [subject for subject, given in self._standing.items() if given] + [*filter(None, named)]
        )

    def links(self, subject_id: str) -> tuple[Decision, ...]:
        """Return all that was ever decided on a subject, in order."""
        return tuple(self._links.get(subject_id, ()))

    def standing(self, subject_id: str) -> tuple[Decision, ...]:
        """Return the decisions on a subject that are not undone, in order."""
        return tuple(self._standing.get(subject_id, ()))

    def by_reviewer(self, subject_id: str) -> dict[str, Decision]:
        """Return the last standing decision of each person on a subject, by `person_key`, in order of sequence."""
        last: dict[str, Decision] = {}
        for decision in self._standing.get(subject_id, ()):
            person = person_key(decision.reviewer)
            last.pop(person, None)  # the order is that of the last ones
            last[person] = decision
        return last

    def settlement(self, subject_id: str, readers: int = 1) -> Settlement:
        """Say what stands of a subject: see `settle`.

        A claim in place of another is accepted as long as that edit is what stands of the other, unless something was
        settled on the claim itself after that.
        """
        own = self._own(subject_id, readers)
        if subject_id not in self._edited:
            return own
        edits = [edit for claim in self.edited_into(subject_id, readers) if (edit := self._settling(claim, readers))]
        last = max(edits, key=_sequence, default=None)
        if last is None or (own.decision is not None and own.decision.sequence > last.sequence):
            return own
        return Settlement(SettlementState.SETTLED, Verdict.ACCEPT, last)

    def edited_into(self, subject_id: str, readers: int = 1) -> tuple[str, ...]:
        """Return the claims in whose place a claim stands, in order of id."""
        edits = {claim: self._settling(claim, readers) for claim in sorted(self._edited.get(subject_id, ()))}
        return tuple(claim for claim, edit in edits.items() if edit is not None and edit.replacement == subject_id)

    def replacements(self, readers: int = 1) -> dict[str, str]:
        """Return the claim that stands in place of each edited one."""
        edited = sorted({claim for claims in self._edited.values() for claim in claims})
        settled = {claim: self._settling(claim, readers) for claim in edited}
        return {claim: edit.replacement for claim, edit in settled.items() if edit is not None and edit.replacement}

    def made_of(self, claim_ids: Iterable[str]) -> frozenset[str]:
        """Return all that was ever put in place of these claims, or of what was put in their place."""
        found: set[str] = set()
        waiting = list(claim_ids)
        while waiting:
            links = self._links.get(waiting.pop(), ())
            new = {link.replacement for link in links if link.replacement} - found
            found |= new
            waiting += new
        return frozenset(found)

    def verdicts(self, readers: int = 1) -> dict[str, Verdict]:
        """Return the verdict that stands on each subject of which something is settled."""
        settled = {subject: self.settlement(subject, readers).verdict for subject in self.subjects()}
        return {subject: verdict for subject, verdict in settled.items() if verdict is not None}

    def decided_findings(self, readers: int = 1) -> list[str]:
        """Return the findings of which something is settled, in the order in which it came to be so."""
        settled = [
            (name, self.settlement(name, readers).decision) for name in self.subjects() if name.startswith("fnd-")
        ]
        return [name for _, name in sorted((decision.sequence, name) for name, decision in settled if decision)]

    def rests_on(self, claim_id: str) -> bool:
        """Whether a decision that stands is on a claim, or puts it in place of another."""
        if self._standing.get(claim_id):
            return True
        edited = self._edited.get(claim_id, ())
        return any(decision.replacement == claim_id for claim in edited for decision in self._standing[claim])

    def visible(self, subject_id: str, reviewer: str, readers: int = 1) -> tuple[Decision, ...]:
        """Return the links on a subject that a reviewer may see: all, once that person or enough people decided.

        Until then a reviewer sees their own alone, so that nobody's answer leads another's.
        """
        links, given = self.links(subject_id), self.by_reviewer(subject_id)
        if readers == 1 or len(given) >= readers or person_key(reviewer) in given:
            return links
        return tuple(link for link in links if person_key(link.reviewer) == person_key(reviewer))

    def hidden_claims(self, reviewer: str, readers: int = 1) -> frozenset[str]:
        """Return the claims that others made of those which this reviewer has yet to judge: they tell the answer."""
        if readers == 1:
            return frozenset()
        return frozenset(
            made
            for made, edited in self._edited.items()
            if not any(self._sees_edit(claim, made, reviewer, readers) for claim in edited)
            and not self._standing.get(made)
        )

    def _sees_edit(self, claim: str, made: str, reviewer: str, readers: int) -> bool:
        return any(link.replacement == made for link in self.visible(claim, reviewer, readers))

    def _own(self, subject_id: str, readers: int) -> Settlement:
        """Return what was settled on a subject itself; with one reader in one step, as many subjects are asked for."""
        if readers > 1:
            return settle(tuple(self.by_reviewer(subject_id).values()), readers)
        given = self._standing.get(subject_id)
        return Settlement(SettlementState.SETTLED, given[-1].verdict, given[-1]) if given else _OPEN

    def _settling(self, claim_id: str, readers: int) -> Decision | None:
        """Return the edit that stands of a claim, if one does."""
        own = self._own(claim_id, readers)
        return own.decision if own.verdict is Verdict.EDIT else None


_OPEN = Settlement(SettlementState.OPEN)


def _sequence(decision: Decision) -> int:
    return decision.sequence
