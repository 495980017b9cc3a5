"""From a view of the store to the rows of the catalog: one pass over captures, findings and claims."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from countersight.catalog.drafts import MOST_QUOTES, Draft, make_draft, name_labels, name_parties
from countersight.catalog.parties import PartyBook
from countersight.catalog.query import ReviewState
from countersight.catalog.reviews import Reviews, set_aside
from countersight.catalog.rows import ClaimRow, DocumentRow, FindingRow, GradeMark, PartyRef
from countersight.catalog.text_facts import TextFacts
from countersight.corroborate.grading.classes import host_territory
from countersight.model.claim import Claim
from countersight.model.clusters import Clusters
from countersight.model.document import Capture, Document
from countersight.model.failure import Stage
from countersight.model.finding import Finding, Grade
from countersight.model.parties import Identity, identify_party
from countersight.model.source import UNKNOWN_PUBLISHER, is_host, source_key
from countersight.release.dataset import WITHDRAWN
from countersight.release.gather import standing_answers
from countersight.release.names import NOT_SO
from countersight.release.provenance import document_state, shown_address
from countersight.release.wording import finding_support
from countersight.store.base import View


@dataclass(slots=True)
class _Told:
    """What the claims of one finding add to it."""

    quantities: list[tuple[float, str, str]] = field(default_factory=list)
    """Each with confidence and id of its claim before it, such that sorted they have the surest claim first."""
    sources: set[str] = field(default_factory=set)
    published: list[date] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    confidence: float = 0.0
    quotes: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)


class Gathering:
    """One pass over a view. Ask for documents, then claims, then findings: each needs what came before."""

    def __init__(self, view: View, book: PartyBook) -> None:
        self._view = view
        self._book = book
        self._findings: dict[str, FindingRow] = {}
        self._claims_of: dict[str, tuple[str, ...]] = {}
        self._origin_of: dict[str, tuple[int, str]] = {}
        self._since = {what: dict(view.held_since(what)) for what in ("claims", "findings")}
        for finding in view.findings():
            self._take_finding(finding)
        self._finding_of = {claim: name for name, claims in self._claims_of.items() for claim in claims}
        verdicts = view.verdicts()
        self._verdicts = verdicts
        self._reviews = Reviews.weigh(self._claims_of, verdicts, view.decided_findings(), set_aside(view, verdicts))
        self._told: dict[str, _Told] = defaultdict(_Told)
        self._documents: dict[str, DocumentRow] = {}

    def documents(self, texts: Mapping[str, TextFacts]) -> Iterator[Draft[DocumentRow]]:
        """Yield every document that there was as of the view's moments; `texts` are the facts of all texts, by id."""
        view, as_of = self._view, self._view.as_of
        self._texts = texts
        captures: dict[str, list[Capture]] = defaultdict(list)
        for capture in view.captures():
            captures[capture.document_id].append(capture)
        texts_of: dict[str, list[TextFacts]] = defaultdict(list)
        for one in texts.values():
            texts_of[one.document_id].append(one)
        failed = {(failure.stage, failure.item): failure.reason for failure in view.failures()}
        steps = sorted(view.steps(Stage.EXTRACT), key=lambda step: step.version)
        outcomes = {step.item: step.outcome for step in steps}
        withheld = view.withheld()
        for document in view.documents():
            facts = self._choose(texts_of.get(document.id, []))
            carries = document.id in self._origin_of
            state = document_state(document.id, facts.id if facts else None, failed, outcomes, carries_claims=carries)
            if document.id in withheld:
                state = WITHDRAWN
            row = self._document(document, captures[document.id], facts, state)
            if as_of.recorded is not None and row.captured_at > as_of.recorded:
                continue
            if as_of.published is not None and (row.published or row.captured_at.date()) > as_of.published:
                continue
            self._documents[row.id] = row
            yield make_draft(row, (), steady=replace(row, origin_id=None))

    def claims(self) -> Iterator[Draft[ClaimRow]]:
        """Yield every claim that stands."""
        view = self._view
        answers = standing_answers(view.judgements(), view.standing_resolver())
        clusters = Clusters(view.identity_judgements())
        for claim in view.claims():
            if claim.document_id in self._documents:
                yield self._claim(claim, answers, clusters)

    def findings(self) -> Iterator[Draft[FindingRow]]:
        """Yield every finding that stands."""
        for name, row in self._findings.items():
            told = self._told.pop(name, None) or _Told()
            review, rejected = self._reviews.finding(name, self._claims_of[name])
            row = replace(
                row,
                quantities=tuple(dict.fromkeys(words for _, _, words in sorted(told.quantities))),
                places=tuple(sorted(told.places)),
                sources=len(told.sources),
                confidence=told.confidence,
                first_published=min(told.published, default=None),
                last_published=max(told.published, default=None),
            )
            words = (
                name_parties((row.supplier, row.recipient), (*told.names, *self._aliases(row.supplier, row.recipient))),
                name_labels(row.kind, row.technologies, row.statuses),
                "\n".join(told.quotes),
            )
            yield make_draft(replace(row, review=review.value, rejected_claims=rejected), words, steady=row)

    def _recorded_at(self, what: str, name: str) -> datetime | None:
        """Say since when a record is held; of the past, what has been withdrawn since is not told."""
        since = self._since[what].get(name)
        return datetime.fromisoformat(since) if since else None

    def _take_finding(self, finding: Finding) -> None:
        self._claims_of[finding.id] = finding.claim_ids
        for origin in finding.origins:
            for document_id in origin.document_ids:
                known = self._origin_of.get(document_id, (0, ""))
                self._origin_of[document_id] = max(known, (len(origin.document_ids), origin.id))
        self._findings[finding.id] = FindingRow(
            id=finding.id,
            kind=finding.kind.value,
            supplier=self._book.of_finding(finding.supplier),
            recipient=self._book.of_finding(finding.recipient),
            technologies=finding.technology,
            start=date.fromisoformat(finding.start) if finding.start else None,
            end=date.fromisoformat(finding.end) if finding.end else None,
            statuses=tuple(status.value for status in finding.statuses),
            quantities=(),
            places=(),
            claims=len(finding.claim_ids),
            rejected_claims=0,
            origins=len(finding.origins),
            sources=0,
            review=ReviewState.UNREVIEWED.value,
            grade=_mark(finding.grade),
            support=finding_support(finding).value,
            is_contested=bool(finding.contradictions) or bool(set(finding.statuses) & NOT_SO),
            confidence=0.0,
            first_published=None,
            last_published=None,
            recorded_at=self._recorded_at("findings", finding.id),
        )

    def _choose(self, several: list[TextFacts]) -> TextFacts | None:
        """Choose the text that claims rest on, else the last one."""
        if len(several) > 1:
            claims = self._view.claims(document_id=several[0].document_id)
            resting = {claim.evidence[0].text_id for claim in claims}
            several = [facts for facts in several if facts.id in resting] or several
        return several[-1] if several else None

    def _document(
        self, document: Document, captures: list[Capture], facts: TextFacts | None, state: str
    ) -> DocumentRow:
        origin = self._origin_of.get(document.id)
        stated = facts.address if facts else None
        address = shown_address(captures, stated) if captures else None
        return DocumentRow(
            id=document.id,
            title=facts.title if facts else None,
            publisher=facts.publisher if facts else None,
            source=facts.source if facts else _source_of(address),
            address=address,
            published=facts.published if facts else None,
            language=facts.language if facts else None,
            captured_at=min(capture.captured_at for capture in captures),
            media_type=document.media_type,
            size=document.size,
            claims=0,
            state=state,
            origin_id=origin[1] if origin else None,
            text_id=facts.id if facts else None,
            territories=facts.territories if facts else (),
        )

    def _claim(
        self, claim: Claim, answers: Mapping[tuple[str, str], str | None], clusters: Clusters
    ) -> Draft[ClaimRow]:
        document = self._documents[claim.document_id]
        finding_id = self._finding_of.get(claim.id)
        finding = self._findings.get(finding_id) if finding_id else None
        parties = {
            role: self._party(claim, role, answers.get((claim.id, role)), clusters, finding)
            for role in ("supplier", "recipient")
        }
        evidence, when = claim.evidence[0], claim.when
        facts = self._texts.get(evidence.text_id)
        row = ClaimRow(
            id=claim.id,
            kind=claim.kind.value,
            status=claim.status.value,
            supplier=parties["supplier"],
            recipient=parties["recipient"],
            technologies=tuple(dict.fromkeys(slot.label for slot in claim.technology)),
            quantity=claim.quantity.mention.name if claim.quantity else None,
            start=when.start if when else None,
            end=when.end if when else None,
            precision=when.precision.value if when else None,
            when=when.mention.name if when else None,
            place=claim.place.mention.name if claim.place else None,
            place_territory=claim.place.territory if claim.place else None,
            speaker=claim.speaker.mention.name if claim.speaker else None,
            quote=evidence.quote,
            quote_start=evidence.start,
            quote_end=evidence.end,
            text_id=evidence.text_id,
            page=facts.page_at(evidence.start) if facts else None,
            document_id=document.id,
            title=document.title,
            publisher=document.publisher,
            source=document.source,
            address=document.address,
            published=document.published,
            language=document.language,
            confidence=claim.confidence,
            extractor=claim.extractor,
            review=ReviewState.UNREVIEWED.value,
            finding_id=finding_id,
            recorded_at=self._recorded_at("claims", claim.id),
        )
        if finding_id:
            self._tell(self._told[finding_id], row)
        words = (
            name_parties(parties.values(), [row.speaker or "", *self._aliases(*parties.values())]),
            name_labels(row.kind, row.technologies, (row.status,)),
            "\n".join(one.quote for one in claim.evidence),
        )
        review = self._reviews.claim(claim.id, finding_id)
        if claim.is_by_person and claim.id not in self._verdicts:  # it waits to be settled
            review = ReviewState.SET_ASIDE
        return make_draft(replace(row, review=review.value), words, steady=row)

    def _party(
        self, claim: Claim, role: str, entity_id: str | None, clusters: Clusters, finding: FindingRow | None
    ) -> PartyRef | None:
        party = claim.party(role)
        identity: Identity | None = identify_party(party, entity_id, clusters) if party is not None else None
        return self._book.of_claim(party, identity, getattr(finding, role) if finding else None)

    def _tell(self, told: _Told, row: ClaimRow) -> None:
        if row.quantity:
            told.quantities.append((-row.confidence, row.id, row.quantity))
        if row.published:
            told.published.append(row.published)
        if row.place_territory:
            told.places.add(row.place_territory)
        if len(told.quotes) < MOST_QUOTES:
            told.quotes.append(row.quote)
            for party in (row.supplier, row.recipient):
                if party is not None and party.written:
                    told.names[party.written] = None
        told.sources.add(row.source)
        told.confidence = max(told.confidence, row.confidence)

    def _aliases(self, *parties: PartyRef | None) -> Iterable[str]:
        for party in parties:
            entity = self._book.entity(party.entity_id) if party and party.entity_id else None
            if entity is not None:
                yield from (*entity.aliases, *entity.former_names)


def official_territory(source: str) -> str | None:
    """Return the territory whose official site a source is, if it is one."""
    return host_territory(source) if is_host(source) else None


def _source_of(address: str | None) -> str:
    key = source_key(address) if address else ""
    return key if is_host(key) else UNKNOWN_PUBLISHER


def _mark(grade: Grade | None) -> GradeMark | None:
    if grade is None:
        return None
    return GradeMark(
        credibility=grade.credibility,
        reliability=grade.reliability,
        probability=grade.probability,
        low=grade.low,
        high=grade.high,
        likelihood=grade.likelihood,
        level=grade.level.value,
        rung=grade.rung.value if grade.rung else None,
    )
