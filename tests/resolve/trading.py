"""A store of made-up claims whose parties can be judged, on whatever backend the store has."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from countersight.model.claim import Claim, Kind, Party, Status, TechnologySlot, TerritorySlot
from countersight.model.clusters import Clusters
from countersight.model.document import Capture, Document, capture_id
from countersight.model.entity import Entity, Judgement, JudgementValue, judgement_id
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.finding import Finding, Origin, finding_id, origin_id
from countersight.model.identity import IdentityJudgement
from countersight.model.text import DocumentText, text_id
from countersight.resolve.identities import record_judgement, undo_judgement
from countersight.resolve.nodes import Nodes, load_nodes
from countersight.store.base import Store

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
SAME, APART, UNSURE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE, JudgementValue.UNSURE

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity(id="cs-alder-group", schema="Company", name="Alder Group"),
        Entity(id="cs-alder", schema="Company", name="Alder", parent="cs-alder-group"),
        Entity(id="cs-alder-kenya", schema="Company", name="Alder Kenya", parent="cs-alder"),
        Entity(id="cs-birch", schema="Company", name="Birch"),
        Entity(id="Q9000001", schema="Company", name="Cedar"),
        Entity(id="Q9000002", schema="Company", name="Cedar Holding"),
    )
}
"""Made-up organizations, as a list that was imported would give them."""


@dataclass
class Trade:
    """A project under way."""

    store: Store
    told: int = 0
    links: list[IdentityJudgement] = field(default_factory=list)

    def tell(self, supplier: str | None, *codes: str, machine: str | None = None,
             value: JudgementValue = SAME, basis: str = "made up", times: int = 1) -> list[Claim]:  # fmt: skip
        """Add claims, each of a document of its own; `machine` is whom the machine takes the supplier for."""
        return [self._tell(supplier, codes, machine, value, basis) for _ in range(times)]

    def nodes(self) -> Nodes:
        """Gather the nodes as they are now."""
        with self.store.view() as view:
            return load_nodes(view, entity=ENTITIES.get)

    def clusters(self) -> Clusters:
        """Return the clusters as they stand in the store."""
        with self.store.view() as view:
            return Clusters(view.identity_judgements())

    def judge(self, one: str, other: str, value: JudgementValue = SAME, *, by: str = "A. Reader",
              reason: str = "made up", confirmed: bool = False) -> IdentityJudgement:  # fmt: skip
        """Judge by names or ids, an hour after the last judgement."""
        left, right = self.nodes().find_pair(one, other)
        self.links.append(record_judgement(self.store, left, right, value, by=by, reason=reason, now=self.now(),
                                           entity=ENTITIES.get, confirmed=confirmed))  # fmt: skip
        return self.links[-1]

    def undo(self, one: str, other: str, *, by: str = "A. Reader", reason: str = "an error") -> IdentityJudgement:
        """Take back by names or ids."""
        left, right = self.nodes().find_judged(one, other)
        self.links.append(undo_judgement(self.store, left, right, by=by, reason=reason, now=self.now()))
        return self.links[-1]

    def find(self, *groups: list[Claim]) -> list[str]:
        """Put findings in place, one for each group of claims; return their ids."""
        made = [_make_finding(sorted(group, key=lambda claim: claim.id)) for group in groups]
        with self.store.writer() as writer:
            writer.replace_findings(made)
        return [finding.id for finding in made]

    def now(self) -> datetime:
        """Return a later hour for each judgement."""
        return NOON + timedelta(hours=len(self.links))

    def _tell(self, supplier: str | None, codes: tuple[str, ...], machine: str | None, value: JudgementValue,
              basis: str) -> Claim:  # fmt: skip
        self.told += 1
        words = f"{supplier or 'Somebody'} sold cameras, as story {self.told} has it."
        document_id = hashlib.sha256(words.encode()).hexdigest()
        address = f"file:///made-up/{self.told}"
        text = DocumentText(
            id=text_id(document_id, "test@1", words), document_id=document_id, reader="test@1", text=words
        )
        mention = mention_at(text, 0, len(supplier)) if supplier else None
        territories = tuple(TerritorySlot(code=code, inferred="made up") for code in codes)
        claim = Claim.make(
            document_id=document_id, kind=Kind.SUPPLY, status=Status.REPORTED, confidence=0.7, extractor="test@1",
            evidence=(evidence_at(text, 0, len(words)),), supplier=Party(mention=mention, territories=territories),
            technology=(TechnologySlot(label="video_surveillance", inferred="made up"),),
        )  # fmt: skip
        value = value if machine or value is not SAME else JudgementValue.NO_JUDGEMENT
        judgement = Judgement(
            id=judgement_id(claim.id, "supplier", machine, value, "test@1"), claim_id=claim.id, role="supplier",
            name=supplier or "", entity_id=machine, value=value, basis=basis, resolver="test@1",
        )  # fmt: skip
        capture = Capture(id=capture_id(document_id, address), document_id=document_id, address=address,
                          captured_at=NOON, tool="test@1")  # fmt: skip
        self.store.archive.put(words.encode())
        with self.store.writer() as writer:
            writer.add_document(Document(id=document_id, size=len(words), media_type="text/plain"), capture)
            writer.add_text(text)
            writer.add_claims([claim], text)
            writer.add_judgements([judgement])
        return claim


def _make_finding(claims: list[Claim]) -> Finding:
    ids = tuple(claim.id for claim in claims)
    documents = tuple(sorted(claim.document_id for claim in claims))
    return Finding(
        id=finding_id(ids), kind=Kind.SUPPLY, supplier=None, recipient=None, technology=("video_surveillance",),
        start=None, end=None, statuses=(Status.REPORTED,), claim_ids=ids, reasons=("made up",),
        origins=(Origin(id=origin_id(documents), document_ids=documents, basis=()),),
    )  # fmt: skip
