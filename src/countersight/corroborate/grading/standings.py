"""What a source is worth: a named person's letter, else the one declared, else its class's, with the basis in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countersight.corroborate.grading.accuracies import Accuracy, Record, learn_accuracy, letter_accuracy
from countersight.corroborate.grading.classes import SourceClass, classify_source
from countersight.corroborate.grading.testimonies import Testimony
from countersight.model.decision import Verdict
from countersight.model.declared import DeclaredSource, DeclaredSources
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
    """The person who assessed it; none where what is declared of it, or only its class, speaks."""
    declared_in: str | None = None
    """The file of the project that declares this letter."""
    accuracy: Accuracy
    record: Record

    @property
    def is_known(self) -> bool:
        """Whether a person, the project or its own record speaks for it; a declared F says nothing."""
        is_declared = self.declared_in is not None and self.letter is not Reliability.F
        return self.by is not None or is_declared or self.record.teaches


INTERESTED = frozenset({SourceClass.PARTY, SourceClass.OFFICIAL})
"""Classes of speakers on deals of their own."""


class Standings:
    """What is thought of every source, by its key."""

    def __init__(
        self,
        assessments: Iterable[SourceAssessment],
        records: Mapping[str, Record],
        *,
        declared: Iterable[DeclaredSource] = (),
    ) -> None:
        self._assessed = {one.source: one for one in sorted(assessments, key=lambda one: one.sequence)}
        self._records = records
        self._declared = DeclaredSources(declared)

    def of(self, source: str, source_class: SourceClass) -> Standing:
        """Return what is thought of one source.

        The last person's assessment stands, else the letter that the project declares, else the prior of its class. Of
        who speaks for a party nothing is declared: the letter of a publisher is not that of its word on its own deals.
        """
        said = self._assessed.get(source)
        declared = self._declared.of(source) if source_class not in INTERESTED else None
        row: dict[str, Any] = load_reference("source_priors.yaml")["classes"][source_class.value]
        spoken = said or declared
        letter = spoken.reliability if spoken else Reliability(row["letter"])
        record = self._records.get(source, Record())
        return Standing(
            source=source,
            letter=letter,
            basis=spoken.basis if spoken else str(row["basis"]),
            by=said.by if said else None,
            declared_in=declared.declared_in if declared and not said else None,
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
