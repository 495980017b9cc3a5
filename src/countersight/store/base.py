"""The plug point of storage: what every backend promises, in three roles."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from countersight.model.as_of import NOW, AsOf
from countersight.model.claim import Claim
from countersight.model.custody import Act, CustodyEvent
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.model.document import Capture, Document
from countersight.model.entity import Judgement, JudgementValue
from countersight.model.failure import Failure, Stage
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.notice import Notice, NoticeKind
from countersight.model.outline import ClaimOutline, FindingOutline, TextOutline
from countersight.model.restriction import Restriction
from countersight.model.source import Reliability, SourceAssessment
from countersight.model.text import DocumentText
from countersight.model.withdrawal import Withdrawals

Checked = Callable[[str, int, int], None]
"""Told what is being checked, how much of it is done, and of how much."""

Outline = TypeVar("Outline", ClaimOutline, TextOutline, FindingOutline)


WITHDRAWN = "withdrawn"
"""The outcome of the step of a text that was not looked at because its document or source is withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One version of one stage done with one item, and what came of it: the ledger that makes a run restartable."""

    stage: Stage
    item: str
    version: str
    outcome: str
    """`done`, `failed`, or why there was nothing to do: `language ru is not read yet`."""


class View(Protocol):
    """Reads. Every iteration is in order of id unless it says otherwise, so that two equal stores read equal.

    Claims, judgements, findings and what people decided are those that stood as of the view's moments; of documents and
    their texts, all there are.
    """

    as_of: AsOf
    readers: int
    """People who have to decide alike: the store's."""

    def count(self, what: str) -> int:
        """Count `documents`, `captures`, `texts`, `claims`, `judgements`, `findings`, `failures`, `decisions`,
        `identity_judgements`, `source_assessments`, `restrictions`, `notices` or `custody`.
        """
        ...

    def document(self, document_id: str) -> Document:
        """Raises: NotFound."""
        ...

    def find_document(self, beginning: str) -> Document:
        """Find a document by its id or by the beginning of it.

        Raises:
            NotFound: no document has it.
            AmbiguousId: more than one begins so.
        """
        ...

    def documents(self) -> Iterator[Document]: ...

    def captures(self, document_id: str | None = None) -> Iterator[Capture]:
        """Yield captures, of one document or of all, earliest first within a document."""
        ...

    def text(self, text_id: str) -> DocumentText:
        """Raises: NotFound."""
        ...

    def texts(self, *, document_id: str | None = None) -> Iterator[DocumentText]: ...

    def text_ids(self) -> Iterator[str]:
        """Yield the ids alone, which costs little."""
        ...

    def unread(self, version: str) -> Iterator[Document]:
        """Yield documents for which the read stage has no step at `version`."""
        ...

    def superseded(self) -> dict[str, str]:
        """Return the texts whose document was read anew since, each with the id of the newest text in its place."""
        ...

    def unextracted(
        self, version: str, *, reader: str | None = None, besides: Collection[str] = ()
    ) -> Iterator[DocumentText]:
        """Yield document texts for which the extract stage has no step at `version`.

        Only those that the reader of this name made, or those of all but the readers `besides`.
        """
        ...

    def claim(self, claim_id: str) -> Claim:
        """Find a claim by its id or by the beginning of it.

        Raises:
            NotFound: no claim has it.
            AmbiguousId: more than one begins so.
        """
        ...

    def claims(self, *, document_id: str | None = None) -> Iterator[Claim]: ...

    def judgements(self, resolver: str | None = None, *, claim_id: str | None = None) -> Iterator[Judgement]: ...

    def standing_resolver(self) -> str | None:
        """Return the name and version of the resolver whose judgements stand, if there are any."""
        ...

    def unresolved(self, resolver: str) -> Iterator[Claim]:
        """Yield claims for which the resolve stage has no step at version `resolver`."""
        ...

    def waiting(self, stage: Stage, version: str, *, reader: str | None = None, besides: Collection[str] = ()) -> int:
        """Count what `unread`, `unextracted` or `unresolved` yields, by the stage whose work it is."""
        ...

    def finding(self, finding_id: str) -> Finding:
        """As `claim`, for findings."""
        ...

    def findings(self, *, claim_id: str | None = None) -> Iterator[Finding]:
        """Yield findings, or the one that a claim is part of.

        Raises:
            BadMoment: the view is as of a day of publication, and nobody gave it the findings of that day.
        """
        ...

    def past_finding(self, finding_id: str) -> Finding:
        """Return a finding as it last was, also one that is no more, by its whole id.

        Raises:
            NotFound: there never was one.
        """
        ...

    def hold_findings(self, findings: Iterable[Finding]) -> None:
        """Take these, made anew from the view's own claims, for its findings."""
        ...

    def history(self, subject_id: str) -> list[tuple[str, str | None]]:
        """Return from when to when a claim, judgement or finding stood, in ISO 8601; without an end, it does."""
        ...

    def outlines(self, kind: type[Outline], names: Collection[str] | None = None) -> Iterator[Outline]:
        """Yield the claims, texts or findings that stand as outlines of this kind, all or those with these ids.

        Ten times as fast as whole, and unchecked. As of now, whatever the view is as of.
        """
        ...

    def held_since(self, what: str) -> Iterator[tuple[str, str]]:
        """Yield the id of each of the `claims`, `judgements` or `findings` that stand, and since when, in ISO 8601.

        Which costs little: a record that has changed stands since another time. As of now, whatever the view is as of.
        """
        ...

    def position(self) -> str:
        """Return what changes with every change but those of the chains, whose positions are their counts."""
        ...

    def failures(self, *, stage: Stage | None = None) -> Iterator[Failure]: ...

    def steps(self, stage: Stage) -> Iterator[Step]: ...

    def decisions(self, *, after: int = 0, subject_id: str | None = None) -> Iterator[Decision]:
        """Yield all decisions, in order of sequence; only those past the sequence `after`, or on one subject."""
        ...

    def docket(self) -> Docket:
        """Return what all decisions come to: who said what, and what of it stands."""
        ...

    def identity_judgements(self) -> Iterator[IdentityJudgement]:
        """Yield the whole chain of judgements on pairs, in order of sequence."""
        ...

    def source_assessments(self) -> Iterator[SourceAssessment]:
        """Yield the whole chain of assessments of sources, in order of sequence."""
        ...

    def restrictions(self) -> Iterator[Restriction]:
        """Yield the whole chain of restrictions, in order of sequence.

        Always as it is now, whatever the view is as of: who may see something is a matter of today.
        """
        ...

    def custody(self, subject_id: str | None = None, *, after: int = 0) -> Iterator[CustodyEvent]:
        """Yield what was done to all documents, or to one subject, in order; only links past the sequence `after`."""
        ...

    def notices(self) -> Iterator[Notice]:
        """Yield the whole chain of notices, in order of sequence."""
        ...

    def withdrawals(self) -> Withdrawals:
        """Return the withdrawals that stand."""
        ...

    def withheld(
        self, document_ids: Collection[str] | None = None, *, by: Withdrawals | None = None
    ) -> dict[str, Notice]:
        """Return the documents that are held out whole, among these or all: each with the notice of its withdrawal.

        By all withdrawals that stand, or only `by` these. That is of itself, of a publisher that it names or that alone
        served it, or of the agency whose wire it is.
        """
        ...

    def custody_head(self) -> CustodyEvent | None:
        """Return the last link of the chain of custody, whatever the view is as of; none where nothing was done yet."""
        ...

    def hidden_from(self, person: str | None) -> frozenset[str]:
        """Return the ids of what a person may not see, and of what nobody in particular may (`None`).

        Those are restricted documents with all their texts and claims, withdrawn ones included, and restricted claims.
        A finding that rests on one of them is to be hidden with it. As restrictions, always as of now.
        """
        ...

    def verdicts(self, *, readers: int | None = None) -> dict[str, Verdict]:
        """Return the standing verdict on each subject that has one: what so many people settled, see `docket.settle`.

        With one reader that is the last, undone ones left out. By default it takes as many as the project asks for. A
        claim in place of an edited one is accepted.
        """
        ...

    def decided_findings(self, *, readers: int | None = None) -> dict[str, tuple[str, ...]]:
        """Return the claims of every finding that a verdict stands on, in the order of those decisions.

        Findings that are no more are among them: see `model.verdicts.weigh_verdicts`.
        """
        ...

    def replacements(self, *, readers: int | None = None) -> dict[str, str]:
        """Return the claim that stands in place of each edited one."""
        ...


class Writer(Protocol):
    """Writes, within one transaction: all of it or nothing. Adding what is there already changes nothing."""

    def add_document(self, document: Document, capture: Capture) -> bool:
        """Add a document and its capture; return whether the document is new.

        The log of custody tells of it: `captured` where the capture is new; `seen_again`, once, where the same bytes
        were fetched from the same place at another time than those that are kept.
        """
        ...

    def add_text(self, text: DocumentText) -> None:
        """Add a text; where it is new, the log of custody tells that the document was `read`."""
        ...

    def add_claims(self, claims: Iterable[Claim], text: DocumentText) -> int:
        """Add claims, each checked against `text`; return how many are new.

        Raises:
            UngroundedQuote, UngroundedSlot: a claim's words are not in the text; none of them is added.
        """
        ...

    def retire_claims(self, text_id: str, *extractors: str) -> int:
        """Withdraw the claims of a text that other extractors made and that nobody has decided on; return how many.

        Their judgements and findings go with them, and are there still for who asks as of an earlier time. A claim
        stays if it, or a finding it is part of, has been decided on, or if a person made it or judged which deal it
        is of: what people said survives a newer extraction.
        """
        ...

    def add_judgements(self, judgements: Iterable[Judgement]) -> None: ...

    def hold_judgements(self, resolver: str) -> None:
        """Let what `resolver` judged of standing claims stand, and withdraw what others did, persons left out."""
        ...

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        """Put these findings in place of all that stand: a full replace, not a merge. Those before become the past."""
        ...

    def add_step(self, step: Step) -> None:
        """Note a step; one of the same stage, item and version is replaced."""
        ...

    def record_failure(self, failure: Failure) -> None:
        """Keep a failure; one of the same stage and item is replaced."""
        ...

    def clear_failure(self, stage: Stage, item: str) -> None:
        """Forget a failure and its steps, so that the next run tries again."""
        ...

    def decide(
        self,
        subject_id: str,
        verdict: Verdict,
        reviewer: str,
        reason: str,
        *,
        decided_at: datetime,
        replacement: str | None = None,
        undoes: str | None = None,
    ) -> Decision:
        """Append a decision to the chain, on a claim or finding that is there; or undo one on what was there.

        `replacement` is the claim that an edit puts in place, `undoes` the id of the decision that an undo takes back,
        by default the last that stands. A claim that a person made is withdrawn with the last decision that it rests
        on.

        Raises:
            NotFound: the subject is no claim or finding of this store, or the replacement no claim of it.
        """
        ...

    def judge_identity(
        self,
        one: str,
        other: str,
        value: JudgementValue,
        by: str,
        reason: str,
        *,
        decided_at: datetime,
        names: Mapping[str, str] | None = None,
    ) -> IdentityJudgement:
        """Append a judgement on two nodes to the chain, whatever else it says: see `resolve.identities`.

        `names` is what the nodes are called, for the trail.
        """
        ...

    def assess_source(
        self, source: str, reliability: Reliability, basis: str, by: str, *, decided_at: datetime
    ) -> SourceAssessment:
        """Append an assessment of a source to the chain."""
        ...

    def restrict(
        self, subject_id: str, readers: Iterable[str] | None, by: str, reason: str, *, decided_at: datetime
    ) -> Restriction:
        """Append to the chain that only `readers` may see a document or claim; `None` lifts what held.

        Raises:
            NotFound: the subject is no document or claim of this store.
            BadRestriction: a name or the reason is lacking, or there is nothing to lift.
        """
        ...

    def publish_notice(
        self,
        kind: NoticeKind,
        subject_id: str,
        words: str,
        by: str,
        *,
        party: str | None = None,
        claim_ids: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> Notice:
        """Append a notice to the chain, and do what it says.

        A withdrawal ends, at its moment, the standing of all claims that rest on its document, source, speaker or
        agency, with the judgements and findings that rest on them; a restoration has the claims that it ended stand
        again, unless something else holds them out. The log of custody tells of both, document by document, and of what
        arrives later as it does. `also` are further keys of the same source.

        Raises:
            NotFound: the subject is no document, claim or finding of this store, or nothing rests on it.
            BadNotice: words or a name are lacking, it is withdrawn already, or there is nothing to restore.
        """
        ...

    def record_custody(
        self,
        act: Act,
        subject_id: str,
        *,
        by: str,
        at: datetime,
        detail: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    ) -> CustodyEvent:
        """Append an act to the log of custody: for those that no other method of a writer tells of itself.

        `subject_id` is the document; `by` a person, or a tool with its version. The detail's names `capture` and
        `text` are for ids of such records.

        Raises:
            BadCustody: nobody is named, or the time has no time zone.
        """
        ...


class Archive(Protocol):
    """The captured bytes, content-addressed by SHA-256."""

    def put(self, data: bytes) -> str:
        """Keep bytes; return their SHA-256. Whole or not at all, also when killed in between."""
        ...

    def get(self, digest: str) -> bytes:
        """Return bytes, their hash checked.

        Raises:
            MissingBlob: there is nothing under this hash, or something else.
        """
        ...

    def __contains__(self, digest: object) -> bool: ...


class Store(Protocol):
    """A project's memory: a database and an archive."""

    folder: Path
    """The project's: beside the archive it holds what can be made again, such as indexes."""
    archive: Archive
    readers: int
    """People who have to decide alike before something is settled; one, unless the project's settings say more."""

    def view(self, as_of: AsOf = NOW) -> AbstractContextManager[View]:
        """Open a consistent view for reading, as of these moments."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """Open a transaction for writing; it commits when the block ends well and rolls back when it does not.

        Raises:
            StoreBusy: another process is writing, for longer than the store waits.
        """
        ...

    def change_mark(self) -> str:
        """Return what differs whenever anything was committed since, by whatever process; it costs next to nothing."""
        ...

    def verify(self, checked: Checked = ...) -> Iterator[str]:
        """Recompute every hash, invariant and chain; yield each break found, in words."""
        ...

    def verify_document(self, document_id: str) -> Iterator[str]:
        """Recompute what there is of one document alone; yield each break found, in words."""
        ...

    def close(self) -> None: ...
