"""A store filled with made-up documents, claims, findings and decisions, to release from."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Precision,
    Qualifier,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    TerritorySlot,
    When,
)
from countersight.model.decision import Verdict
from countersight.model.document import Capture, Document, capture_id
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.model.evidence import Evidence, Mention, locate_quote, mention_at
from countersight.model.failure import Stage, make_failure
from countersight.model.finding import Finding, FindingParty, Origin, finding_id, origin_id
from countersight.model.text import DocumentText, text_id
from countersight.release import Release, write_release
from countersight.store import open_store
from countersight.store.base import Step, Store

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """A store under way: each method adds one made-up thing to it and returns it."""

    store: Store
    texts: dict[str, DocumentText] = field(default_factory=dict)

    def document(self, words: str, *, captured: str = "https://paper.example/story", step: str | None = "done",
                 **facts: Any) -> DocumentText:  # fmt: skip
        """Add a document whose text is `words`."""
        data = words.encode()
        digest = hashlib.sha256(data).hexdigest()
        self.store.archive.put(data)
        document = Document(id=digest, size=len(data), media_type="text/html")
        capture = Capture(id=capture_id(digest, captured), document_id=digest, address=captured, captured_at=NOON,
                          tool="test@1")  # fmt: skip
        facts = {"title": "A story", "publisher": "The Paper", "language": "en", "published": date(2025, 3, 4)} | facts
        text = DocumentText(
            id=text_id(digest, "test@1", words), document_id=digest, reader="test@1", text=words, **facts
        )
        with self.store.writer() as writer:
            writer.add_document(document, capture)
            writer.add_text(text)
            if step is not None:
                writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version="test@1", outcome=step))
        self.texts[text.id] = text
        return text

    def claim(self, text: DocumentText, quote: str, *, kind: Kind = Kind.SUPPLY, status: Status = Status.REPORTED,
              supplier: str | None = None, recipient: str | None = None, technology: str = "spyware",
              words: str | None = None, confidence: float = 0.8, **slots: Any) -> Claim:  # fmt: skip
        """Add a claim on `quote`; parties are `name`, `name|code`, or `|code` with an inferred territory."""
        evidence = locate_quote(quote, text)
        made = Claim.make(
            document_id=text.document_id,
            kind=kind,
            status=status,
            evidence=(evidence,),
            confidence=confidence,
            extractor="test@1",
            supplier=_party(text, evidence, supplier),
            recipient=_party(text, evidence, recipient),
            technology=(_technology(text, evidence, technology, words),),
            **{name: _slot(text, evidence, name, value) for name, value in slots.items()},
        )
        with self.store.writer() as writer:
            writer.add_claims([made], text)
        return made

    def judge(self, claim: Claim, role: str, entity_id: str | None, *, resolver: str = "resolve@1",
              value: JudgementValue = JudgementValue.POSITIVE) -> None:  # fmt: skip
        """Add a judgement on who is meant."""
        party = claim.party(role)
        name = party.mention.name if party and party.mention else "?"
        named = judgement_id(claim.id, role, entity_id, value, resolver)
        with self.store.writer() as writer:
            writer.add_judgements([Judgement(id=named, claim_id=claim.id, role=role, name=name, entity_id=entity_id,
                                             value=value, basis="made up", resolver=resolver)])  # fmt: skip

    def find(self, *groups: Sequence[Claim], entities: dict[str, str] | None = None, **changes: Any) -> list[Finding]:
        """Put findings in place, one for each group of claims; every document is an origin of its own."""
        made = [make_finding(list(group), entities=entities or {}, **changes) for group in groups]
        with self.store.writer() as writer:
            writer.replace_findings(made)
        return made

    def decide(self, subject: Claim | Finding, verdict: Verdict) -> None:
        """Add a decision."""
        with self.store.writer() as writer:
            writer.decide(subject.id, verdict, "A. Reviewer", "made up", decided_at=NOON)

    def fail(self, item: str, error: Exception, *, stage: Stage = Stage.READ, foreseen: bool = True) -> None:
        """Add a failure."""
        with self.store.writer() as writer:
            writer.record_failure(make_failure(stage, item, error, foreseen=foreseen))

    def release(self, folder: Path, **options: Any) -> Release:
        """Release everything into `folder`."""
        options = {"title": "Made-up trade", "version": "1.0", "released_at": NOON + timedelta(days=1)} | options
        with self.store.view() as view:
            return write_release(view, folder, **options)


def make_finding(
    claims: list[Claim], *, entities: dict[str, str], origins: tuple[Origin, ...] = (), **changes: Any
) -> Finding:
    """Make the finding that these claims support, its parties taken from the first."""
    claims = sorted(claims, key=lambda claim: claim.id)
    documents = sorted({claim.document_id for claim in claims})
    slots: dict[str, Any] = {
        "kind": claims[0].kind,
        "supplier": _finding_party(claims[0].supplier, entities.get("supplier")),
        "recipient": _finding_party(claims[0].recipient, entities.get("recipient")),
        "technology": tuple(sorted({slot.label for claim in claims for slot in claim.technology})),
        "start": None,
        "end": None,
        "statuses": tuple(dict.fromkeys(claim.status for claim in claims)),
        "reasons": ("the same parties and technology",),
        "origins": origins or tuple(Origin(id=origin_id((one,)), document_ids=(one,), basis=()) for one in documents),
    }
    ids = tuple(claim.id for claim in claims)
    return Finding(id=finding_id(ids), claim_ids=ids, **{**slots, **changes})


def _finding_party(party: Party | None, entity_id: str | None) -> FindingParty | None:
    if party is None:
        return None
    name = party.mention.name if party.mention else None
    territories = tuple(slot.code for slot in party.territories)
    key = entity_id or "|".join(filter(None, ((name or "").casefold(), ",".join(territories))))
    return FindingParty(key=key, name=name, entity_id=entity_id, territories=territories)


def _mention(text: DocumentText, evidence: Evidence, words: str) -> Mention:
    start = text.text.index(words, evidence.start, evidence.end)
    return mention_at(text, start, start + len(words))


def _party(text: DocumentText, evidence: Evidence, told: str | None) -> Party | None:
    if told is None:
        return None
    name, _, code = told.partition("|")
    territories = (TerritorySlot(code=code, inferred="made up"),) if code else ()
    return Party(mention=_mention(text, evidence, name) if name else None, territories=territories)


def _technology(text: DocumentText, evidence: Evidence, label: str, words: str | None) -> TechnologySlot:
    if words is None:
        return TechnologySlot(label=label, inferred="made up")
    return TechnologySlot(label=label, mention=_mention(text, evidence, words))


def _slot(text: DocumentText, evidence: Evidence, name: str, value: Any) -> Any:
    match name, value:
        case "quantity", (number, unit, words):
            mention = _mention(text, evidence, words)
            return Quantity(value=number, unit=unit, qualifier=Qualifier.ABOUT, mention=mention)
        case "when", (start, end, words):
            mention = _mention(text, evidence, words)
            return When(start=start, end=end, precision=Precision.YEAR, mention=mention)
        case "speaker", str():
            return Speaker(mention=_mention(text, evidence, value))
        case "status_mention", str():
            return _mention(text, evidence, value)
    raise AssertionError(name)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    store = open_store(tmp_path / "project")
    yield World(store)
    store.close()


@pytest.fixture
def trade(world: World) -> World:
    """A small trade: a deal told twice, one denied, a training in Arabic, a document in a language not read yet."""
    fill_trade(world)
    return world


def fill_trade(world: World) -> None:
    """Add the made-up trade that most tests release."""
    sale = world.document(
        "Utopia's budget was late again.\n\nVendor Alder of Freedonia sold about 40 licences of its spyware to the "
        "Utopian Guard in 2023, Minister Quill said. The Guard did not answer questions.",
        title="Guard buys spyware",
    )
    retold = world.document(
        "Officials speak of Vendor Alder supplying spyware to the Utopian Guard. The firm denies that it sold spyware "
        "to the Utopian Guard.",
        captured="https://wire.example/2",
        title="=HYPERLINK(\"https://evil.example\")",
        publisher="The Wire",
    )  # fmt: skip
    training = world.document(
        "قال متحدث إن شركة بيرش دربت 120 ضابطا من الحرس على كاميرات المراقبة في عام 2024.",
        captured="file:///home/someone/secret%20case/report.html",
        title="تدريب",
        publisher=None,
        language="ar",
    )
    world.document("Текст на другом языке.", captured="https://paper.example/ru", language="ru",
                   step="language ru is not read yet", title="Текст")  # fmt: skip
    quote = "Vendor Alder of Freedonia sold about 40 licences of its spyware to the Utopian Guard in 2023"
    sold = world.claim(
        sale, f"{quote}, Minister Quill said", supplier="Vendor Alder|is", recipient="Utopian Guard|vu",
        quantity=(40.0, "licences", "about 40 licences"), speaker="Minister Quill", words="spyware",
        confidence=0.9, status=Status.CLAIMED,
        when=(date(2023, 1, 1), date(2023, 12, 31), "in 2023"),
    )  # fmt: skip
    supplied = world.claim(retold, "Vendor Alder supplying spyware to the Utopian Guard", supplier="Vendor Alder|is",
                           recipient="Utopian Guard|vu", words="spyware", status=Status.ALLEGED)  # fmt: skip
    denied = world.claim(retold, "The firm denies that it sold spyware to the Utopian Guard", supplier="The firm",
                         recipient="Utopian Guard|vu", words="spyware", status=Status.DENIED,
                         status_mention="denies")  # fmt: skip
    trained = world.claim(
        training, "شركة بيرش دربت 120 ضابطا من الحرس على كاميرات المراقبة في عام 2024", kind=Kind.TRAINING,
        supplier="شركة بيرش", recipient="الحرس|vu", technology="video_surveillance", words="كاميرات المراقبة",
        quantity=(120.0, "ضابطا", "120 ضابطا"), when=(date(2024, 1, 1), date(2024, 12, 31), "عام 2024"),
        status=Status.COMPLETED, confidence=0.7,
    )  # fmt: skip
    world.find([sold, supplied], [denied], [trained])
    world.fail(
        "file:///home/someone/secret%20case/broken.pdf", ValueError("/home/someone/secret case/broken.pdf: damaged")
    )
