"""Made-up testimonies and origins to grade."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

from hypothesis import strategies as st

from countersight.corroborate.grading import Testimony
from countersight.corroborate.grading.classes import SourceClass
from countersight.model.claim import Kind, Status
from countersight.model.finding import Origin, origin_id
from countersight.model.interest import Interest
from countersight.model.source import Reliability, SourceAssessment, assess_source

Told = Testimony
"""The class under a name that pytest does not take for a class of tests."""
_NUMBERS = count()


def tell(**slots: object) -> Testimony:
    """Make the testimony of a document of its own, by a publisher that nothing is known of."""
    number = next(_NUMBERS)
    given = {"claim_id": f"clm-{number:06}", "document_id": f"doc-{number:06}", "publisher": "gazette.example", **slots}
    return Testimony(**given)  # type: ignore[arg-type]


def join(*members: Testimony) -> Origin:
    """Make one origin of the documents of several testimonies."""
    ids = tuple(sorted(one.document_id for one in members))
    return Origin(id=origin_id(ids), document_ids=ids, basis=())


def apart(members: Iterable[Testimony]) -> list[Origin]:
    """Make an origin of each testimony."""
    return [join(one) for one in members]


def assess(letters: dict[str, str]) -> list[SourceAssessment]:
    """Have a person give each source its letter."""
    chain: list[SourceAssessment] = []
    for source, letter in letters.items():
        previous = chain[-1] if chain else None
        decided_at = datetime(2026, 1, 1, tzinfo=UTC)
        link = assess_source(
            source, Reliability(letter), basis="read for a year", by="A. Reader", decided_at=decided_at, after=previous
        )
        chain.append(link)
    return chain


INTERESTS = st.sampled_from(Interest)
CLASSES = st.sampled_from([SourceClass.WIRE, SourceClass.GOVERNMENT, SourceClass.NGO, SourceClass.UNKNOWN])
PUBLISHERS = st.sampled_from(["one.example", "two.example", "three.example", "four.example"])


@st.composite
def draw_testimony(draw: st.DrawFn, statuses: Iterable[Status], kinds: Iterable[Kind] = (Kind.SUPPLY,)) -> Testimony:
    """Draw any testimony of some statuses and kinds."""
    speaker = draw(st.sampled_from([None, "jane roe", "glimmer optics"]))
    return tell(
        publisher=draw(PUBLISHERS),
        publisher_class=draw(CLASSES),
        speaker=speaker,
        kind=draw(st.sampled_from(list(kinds))),
        status=draw(st.sampled_from(list(statuses))),
        confidence=draw(st.floats(0.0, 1.0)),
        interest=draw(INTERESTS),
        agency=draw(st.sampled_from([None, "made up agency"])),
        is_dated=draw(st.booleans()),
        is_vague=draw(st.booleans()),
    )
