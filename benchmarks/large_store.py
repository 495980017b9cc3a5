"""Make a large store, to measure what only shows at size: 100,000 claims over 20,000 documents, always the same.

    python benchmarks/large_store.py FOLDER [--claims 100000] [--documents 20000] [--seed 5]

Every document is made of bundled briefs, put together anew, with the names of parties, their territories, times and
statuses varied, and where the published news sample lies beside the project, of a stretch of a real news text in one of
eight languages. What the claims say is therefore made up, and the store is good for nothing but measuring. Everything
goes through the store's own writer, which holds every claim against its text.
"""

import argparse
import gzip
import hashlib
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from countersight.collect import CollectLimits
from countersight.model.claim import Claim, Party, Status, TerritorySlot
from countersight.model.document import Capture, Document, capture_id
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.model.evidence import Evidence, Mention, evidence_at
from countersight.model.failure import Stage
from countersight.model.finding import EvidenceLevel, Finding, FindingParty, Grade, Origin, finding_id, origin_id
from countersight.model.parties import fold_words
from countersight.model.text import DocumentText, text_id
from countersight.pipeline import add_documents, run_pipeline
from countersight.reference import load_reference
from countersight.reference.briefs import brief_paths
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Step, Store
from countersight.values.organizations import Organization, organizations

SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "news" / "sample.jsonl.gz"
SEED = 5
BY = "large-store@1"
CHUNK = 250
"""Documents of one transaction."""
FILLERS = 1_500
FILLER_LENGTH = 2_500
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
STATUSES = [*Status, *[Status.REPORTED] * 8, *[Status.COMPLETED] * 3]
CLAIMS_OF_FINDING = 4


@dataclass(frozen=True)
class Brief:
    """A bundled brief as it was read, with its claims."""

    text: str
    claims: tuple[Claim, ...]

    def names(self) -> list[Mention]:
        """Return the names of parties that can be put in other words without touching another slot's."""
        parties = {(m.start, m.end): m for claim in self.claims for slot, m in claim.mentions() if slot in ROLES}
        others = {(m.start, m.end) for claim in self.claims for _, m in claim.mentions()}
        others |= {(one.start, one.end) for claim in self.claims for one in claim.evidence}
        return [
            mention
            for (start, end), mention in sorted(parties.items())
            if not any((start, end) != other and start < other[1] and other[0] < end
                       and not (other[0] <= start and end <= other[1]) for other in others)
            and not any((start, end) != other and start <= other[0] and other[1] <= end for other in others)
        ]  # fmt: skip


ROLES = ("supplier", "recipient")


@dataclass(frozen=True)
class Shift:
    """Where the words of a brief went in a made-up text."""

    offset: int
    changes: tuple[tuple[int, int, str], ...]
    """Start, end and new words, in order."""

    def place(self, offset: int) -> int:
        """Return where an offset, at the edge of no changed words or around them, went."""
        moved = sum(len(words) - (end - start) for start, end, words in self.changes if end <= offset)
        return self.offset + offset + moved

    def apply(self, text: str) -> str:
        """Return the text with the changed words."""
        pieces, at = [], 0
        for start, end, words in self.changes:
            pieces += [text[at:start], words]
            at = end
        return "".join((*pieces, text[at:]))


def read_briefs() -> list[Brief]:
    """Read the bundled briefs and find their claims, as the demonstration does."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        with brief_paths() as paths:
            limits = CollectLimits()
            add_documents(store, map(str, paths), limits, observe=lambda *_: None)
        run_pipeline(store, Settings(), observe=lambda *_: None)
        with store.view() as view:
            claims = defaultdict(list)
            for claim in view.claims():
                claims[claim.evidence[0].text_id].append(claim)
            briefs = [Brief(view.text(name).text, tuple(found)) for name, found in sorted(claims.items())]
        store.close()
    return briefs


def read_fillers(rng: random.Random) -> list[tuple[str, str]]:
    """Return stretches of real news with their languages; none where the sample is not here."""
    if not SAMPLE.exists():
        return []
    by_language: dict[str, list[str]] = defaultdict(list)
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            by_language[document["lang"]].append(document["text"][:FILLER_LENGTH])
    each = FILLERS // len(by_language)
    return [
        (language, text)
        for language, texts in sorted(by_language.items())
        for text in rng.sample(texts, min(each, len(texts)))
    ]


class Maker:
    """Makes documents one after the other; the same seed always makes the same."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.briefs = read_briefs()
        self.fillers = read_fillers(self.rng)
        self.territories = sorted(load_reference("territories.yaml")["territories"])
        known = organizations()
        self.pools = {
            "supplier": [one for one in known if "vendor" in one.roles],
            "recipient": [one for one in known if "agency" in one.roles],
        }

    def document(
        self, number: int, claims: int
    ) -> tuple[bytes, Document, Capture, DocumentText, list[Claim], dict[str, str]]:
        """Make one document with about so many claims, and say which organization each varied name is."""
        rng = self.rng
        known: dict[str, str] = {}
        pieces: list[str] = [f"Dispatch {number}."]
        moved: list[tuple[Brief, Shift]] = []
        count = 0
        while count < claims:
            brief = rng.choice(self.briefs)
            shift = Shift(sum(map(len, pieces)) + 2 * len(pieces), self._changes(brief, known))
            pieces.append(shift.apply(brief.text))
            moved.append((brief, shift))
            count += len(brief.claims)
        language = "en"
        if self.fillers and rng.random() < 0.6:
            language, words = rng.choice(self.fillers)
            pieces.append(words)
        text = self._text(number, "\n\n".join(pieces), language)
        data = text.text.encode()
        address = text.address or ""
        captured = NOON - timedelta(minutes=number)
        document = Document(id=text.document_id, size=len(data), media_type="text/plain")
        capture = Capture(id=capture_id(document.id, address), document_id=document.id, address=address,
                          captured_at=captured, tool=BY)  # fmt: skip
        made = {claim.id: claim for brief, shift in moved for claim in self._claims(brief, shift, text, known)}
        return data, document, capture, text, list(made.values()), known

    def _text(self, number: int, words: str, language: str) -> DocumentText:
        rng = self.rng
        document_id = hashlib.sha256(words.encode()).hexdigest()
        paper = min(int(rng.paretovariate(0.7)), 600)
        return DocumentText(
            id=text_id(document_id, BY, words),
            document_id=document_id,
            reader=BY,
            text=words,
            language=language,
            language_confidence=1.0,
            title=f"Dispatch {number}",
            publisher=f"Paper {paper}",
            published=date(2005, 1, 1) + timedelta(days=rng.randrange(7_600)) if rng.random() < 0.9 else None,
            address=f"https://paper-{paper}.example/{number}",
        )

    def _changes(self, brief: Brief, known: dict[str, str]) -> tuple[tuple[int, int, str], ...]:
        changes = []
        for mention in brief.names():
            if self.rng.random() < 0.8:
                role = next(
                    slot for claim in brief.claims for slot, one in claim.mentions() if one == mention and slot in ROLES
                )
                entity: Organization = self.rng.choice(self.pools[role])
                words = entity.name
                if self.rng.random() < 0.5:  # a name that no list knows
                    words = f"{entity.name} Unit {self.rng.randrange(40)}"
                else:
                    known[words] = entity.id
                changes.append((mention.start, mention.end, words))
        return tuple(changes)

    def _claims(self, brief: Brief, shift: Shift, text: DocumentText, known: dict[str, str]) -> Iterator[Claim]:
        for claim in brief.claims:
            yield Claim.make(
                document_id=text.document_id,
                kind=claim.kind,
                status=self.rng.choice(STATUSES),
                evidence=tuple(_evidence(one, shift, text) for one in claim.evidence),
                confidence=round(self.rng.uniform(0.2, 0.99), 3),
                extractor=BY,
                supplier=self._party(claim.supplier, shift, text),
                recipient=self._party(claim.recipient, shift, text),
                technology=tuple(_moved(slot, shift, text) for slot in claim.technology),
                quantity=_moved(claim.quantity, shift, text),
                when=self._when(_moved(claim.when, shift, text)),
                place=_moved(claim.place, shift, text),
                speaker=_moved(claim.speaker, shift, text),
            )

    def _party(self, party: Party | None, shift: Shift, text: DocumentText) -> Party | None:
        if party is None:
            return None
        code = self.rng.choice(self.territories)
        varied = (TerritorySlot(code=code, inferred="varied to measure"),) if self.rng.random() < 0.8 else ()
        mention = _moved_mention(party.mention, shift, text) if party.mention else None
        if mention is None and not varied:
            varied = (TerritorySlot(code=code, inferred="varied to measure"),)
        return Party(mention=mention, territories=varied, inferred=party.inferred)

    def _when(self, when):  # type: ignore[no-untyped-def]
        if when is None or when.start is None or when.end is None:
            return when
        days = timedelta(days=self.rng.randrange(-1_500, 1_500))
        return replace(when, start=when.start + days, end=when.end + days)


def _moved_mention(mention: Mention, shift: Shift, text: DocumentText) -> Mention:
    start = shift.place(mention.start)
    changed = next((words for at, _, words in shift.changes if at == mention.start), None)
    end = start + len(changed) if changed is not None else shift.place(mention.end)
    return Mention(name=text.text[start:end], start=start, end=end)


def _moved(slot, shift: Shift, text: DocumentText):  # type: ignore[no-untyped-def]
    if slot is None or slot.mention is None:
        return slot
    return replace(slot, mention=_moved_mention(slot.mention, shift, text))


def _evidence(evidence: Evidence, shift: Shift, text: DocumentText) -> Evidence:
    return evidence_at(text, shift.place(evidence.start), shift.place(evidence.end))


def make_store(folder: Path, *, claims: int, documents: int, seed: int) -> Store:
    """Fill an empty folder with a store of about so many claims; the same arguments give the same claims."""
    maker, store = Maker(seed), open_store(folder)
    made: list[Claim] = []
    known: dict[tuple[str, str], str] = {}
    numbers = iter(range(documents))
    while chunk := list(islice(numbers, CHUNK)):
        with store.writer() as writer:
            for number in chunk:
                wanted = round((claims - len(made)) / (documents - number))
                data, document, capture, text, told, names = maker.document(number, wanted)
                store.archive.put(data)
                writer.add_document(document, capture)
                writer.add_text(text)
                writer.add_claims(told, text)
                writer.add_judgements(_judgements(told, names))
                writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version=BY, outcome="done"))
                made += told
                known |= {(claim.id, role): names[name] for claim in told for role in ROLES
                          if (name := _name(claim, role)) in names}  # fmt: skip
    with store.writer() as writer:
        writer.replace_findings(make_findings(made, known, random.Random(seed)))
    return store


def _name(claim: Claim, role: str) -> str:
    party = claim.party(role)
    return party.mention.name if party and party.mention else ""


def _judgements(claims: Iterable[Claim], names: dict[str, str]) -> Iterator[Judgement]:
    for claim in claims:
        for role in ROLES:
            if name := _name(claim, role):
                entity = names.get(name)
                value = JudgementValue.POSITIVE if entity else JudgementValue.NO_JUDGEMENT
                yield Judgement(id=judgement_id(claim.id, role, entity, value, BY), claim_id=claim.id, role=role,
                                name=name, entity_id=entity, value=value, basis="made up", resolver=BY)  # fmt: skip


def make_findings(claims: Iterable[Claim], known: dict[tuple[str, str], str], rng: random.Random) -> list[Finding]:
    """Group claims by kind, parties and technology, a few at a time: corroborating them for real takes far longer."""
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        parties = [known.get((claim.id, role)) or _name(claim, role) for role in ROLES]
        groups[claim.kind, *parties, claim.technology[0].label].append(claim)
    return [
        _finding(several[start : start + size], known, rng)
        for several in groups.values()
        for size in [rng.randint(1, CLAIMS_OF_FINDING)]
        for start in range(0, len(several), size)
    ]


def _finding(claims: list[Claim], known: dict[tuple[str, str], str], rng: random.Random) -> Finding:
    ids = tuple(sorted(claim.id for claim in claims))
    documents = sorted({claim.document_id for claim in claims})
    starts = [claim.when.start for claim in claims if claim.when and claim.when.start]
    ends = [claim.when.end for claim in claims if claim.when and claim.when.end]
    probability = round(rng.uniform(0.05, 0.98), 4)
    return Finding(
        id=finding_id(ids),
        kind=claims[0].kind,
        supplier=_finding_party(claims[0], "supplier", known),
        recipient=_finding_party(claims[0], "recipient", known),
        technology=tuple(dict.fromkeys(slot.label for claim in claims for slot in claim.technology)),
        start=min(starts).isoformat() if starts else None,
        end=max(ends).isoformat() if ends else None,
        statuses=tuple(dict.fromkeys(claim.status for claim in claims)),
        claim_ids=ids,
        origins=tuple(Origin(id=origin_id((one,)), document_ids=(one,), basis=()) for one in documents),
        reasons=("made up to measure",),
        grade=Grade(credibility=rng.randint(1, 6), reliability=rng.choice("ABCDEF"), probability=probability,
                    low=max(0.0, probability - 0.2), high=min(1.0, probability + 0.2), likelihood="likely",
                    level=EvidenceLevel.LOW, reasons=("made up to measure",), claim_ids=ids),
    )  # fmt: skip


def _finding_party(claim: Claim, role: str, known: dict[tuple[str, str], str]) -> FindingParty | None:
    party = claim.party(role)
    if party is None:
        return None
    name, entity = _name(claim, role) or None, known.get((claim.id, role))
    codes = tuple(sorted({slot.code for slot in party.territories}))
    stated, folded = ",".join(codes), fold_words(name or "")
    key = entity or (f"{folded}|{stated}" if folded and stated else folded or stated)
    return FindingParty(key=key, name=name, entity_id=entity, territories=codes)


def main() -> None:
    """Make a store and say how large it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    started = time.perf_counter()
    store = make_store(given.folder, claims=given.claims, documents=given.documents, seed=given.seed)
    (given.folder / "countersight.toml").write_text('title = "Made up to measure"\n', encoding="utf-8")
    with store.view() as view:
        counts = {what: view.count(what) for what in ("documents", "claims", "findings", "judgements")}
    store.close()
    size = sum(path.stat().st_size for path in given.folder.rglob("*") if path.is_file())
    print(json.dumps({**counts, "seconds": round(time.perf_counter() - started, 1), "bytes": size}))


if __name__ == "__main__":
    main()
