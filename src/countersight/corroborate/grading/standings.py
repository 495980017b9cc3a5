"""What a source is worth: a named person's letter, else its class's, with the basis in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countersight.corroborate.grading.accuracies import Accuracy, Record, learn_accuracy, letter_accuracy
from countersight.corroborate.grading.classes import SourceClass, classify_source
from countersight.corroborate.grading.testimonies import Testimony
from countersight.model.decision import Verdict
from countersight.model.finding import finding_id
from countersight.model.source import Reliability, SourceAssessment
from countersight.reference import load_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is thought of one source."""

    source: str
    """Its key."""
    letter: Reliability
    basis: str
    """Why this letter, in words."""
    by: str | None
    """The person who assessed it; none where only its class speaks."""
    accuracy: Accuracy
    record: Record

    @property
    def is_known(self) -> bool:
        """Whether a person or its own record speaks for it."""
        return self.by is not None or self.record.teaches


class Standings:
    """What is thought of every source, by its key."""

    def __init__(self, assessments: Iterable[SourceAssessment], records: Mapping[str, Record]) -> None:
        self._assessed = {one.source: one for one in sorted(assessments, key=lambda one: one.sequence)}
        self._records = records

    def of(self, source: str, source_class: SourceClass) -> Standing:
        """Return what is thought of one source: the last person's assessment stands, else the prior of its class."""
        said = self._assessed.get(source)
        record = self._records.get(source, Record())
        row: dict[str, Any] = load_reference("source_priors.yaml")["classes"][source_class.value]
        letter = said.reliability if said else Reliability(row["letter"])
        return Standing(
            source=source,
            letter=letter,
            basis=said.basis if said else str(row["basis"]),
            by=said.by if said else None,
            accuracy=learn_accuracy(letter_accuracy(letter), record),
            record=record,
        )

    def behind(self, testimony: Testimony) -> Standing:
        """Return what is thought of whoever a testimony rests on.

        That is the speaker, if a person, its record or its class says anything of it; else the agency that is credited;
        else the publisher, who chose whom to quote.
        """
        if testimony.speaker is not None:
            standing = self.of(testimony.speaker, testimony.speaker_class)
            if standing.is_known or testimony.speaker_class is not SourceClass.UNKNOWN:
                return standing
        publisher = self.of(testimony.publisher, testimony.publisher_class)
        if testimony.agency is not None and not publisher.is_known:
            return self.of(testimony.agency, classify_source(testimony.agency))
        return publisher


def check_records(
    findings: Iterable[Sequence[str]], testimonies: Iterable[Testimony], verdicts: Mapping[str, Verdict]
) -> dict[str, Record]:
    """Return what reviewed findings tell of each source, by its key.

    A reviewer who accepts a finding says that it is so, who rejects it that it is not: then a source that asserted it
    was right or wrong, and one that denied it the other way round. It counts once in each finding. The verdict on a
    claim says only that its words were read right, and teaches nothing of its source.

    Args:
        findings: the ids of the claims of each.
        testimonies: of all claims.
        verdicts: that stand on claims and findings.
    """
    rejected = {name for name, verdict in verdicts.items() if verdict is Verdict.REJECT}
    decided = ((ids, verdicts.get(finding_id(tuple(ids)))) for ids in findings)
    taught = [(tuple(name for name in ids if name not in rejected), said) for ids, said in decided if said]
    return learn_records(taught, testimonies)


def learn_records(
    taught: Iterable[tuple[Sequence[str], Verdict]], testimonies: Iterable[Testimony]
) -> dict[str, Record]:
    """Do as `check_records` from claims and the verdict on the finding that they assert, see `weigh_verdicts`."""
    decided = [(ids, said) for ids, said in taught if said in DECIDED]
    wanted = {claim_id for ids, _ in decided for claim_id in ids}
    known = {one.claim_id: one for one in testimonies if one.claim_id in wanted}
    records: dict[str, Record] = {}
    for ids, said in decided:
        told = [known[claim_id] for claim_id in ids if claim_id in known]
        for source, is_denial in {(source, one.is_denial) for one in told for source in one.sources}:
            is_right = (said is Verdict.ACCEPT) is not is_denial
            records[source] = records.get(source, Record()).add(is_right=is_right)
    return records


DECIDED = frozenset({Verdict.ACCEPT, Verdict.REJECT})
"""Verdicts that say whether a finding is so."""
