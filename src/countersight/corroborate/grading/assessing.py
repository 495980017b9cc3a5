"""Named persons' assessments of sources, and every source that a store's claims met."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from countersight.corroborate.grading.register import MetSource, list_sources
from countersight.corroborate.grading.standings import Standings, learn_records
from countersight.corroborate.grading.testimonies import Testimony, testify
from countersight.errors import BadDecision
from countersight.model.claim import Claim
from countersight.model.declared import DeclaredSource
from countersight.model.echoes import find_uncounted
from countersight.model.source import Reliability, SourceAssessment, source_key
from countersight.model.verdicts import weigh_verdicts
from countersight.store.base import Store, View


def record_assessment(
    store: Store, source: str, reliability: Reliability, *, basis: str, by: str, now: datetime
) -> SourceAssessment:
    """Append a named person's assessment of a source to the chain; the last one of a source stands.

    Args:
        store: where it is kept.
        source: the key of the source, or a name, host or address that it is made of.
        reliability: the letter; F takes back a judgement and says that there is none.
        basis: why, in the person's words.
        by: the name that stands behind it.
        now: when it was decided, with a time zone.

    Raises:
        BadDecision: the source or the person has no name, the basis is missing, or the time has no time zone.
    """
    source, basis, by = source_key(source), basis.strip(), " ".join(by.split())
    if not source:
        raise BadDecision("an assessment needs the name, host or address of a source")
    if not any(letter.isalpha() for letter in by):
        raise BadDecision("an assessment needs the name of who assesses")
    if not any(letter.isalpha() for letter in basis):
        raise BadDecision("an assessment needs its basis, in words")
    if now.tzinfo is None:
        raise BadDecision("the time of an assessment needs a time zone")
    with store.writer() as writer:
        return writer.assess_source(source, reliability, basis, by, decided_at=now)


def meet_sources(view: View, declared: Iterable[DeclaredSource] = ()) -> list[MetSource]:
    """Return every publisher, agency and speaker of a view's claims, those with the most claims first.

    What the project declares of its sources is `declared`. Each text that carries claims is read once. Claims in whose
    place another stands are left out.
    """
    testimonies = list(_testify_all(view))
    groups = {finding.id: finding.claim_ids for finding in view.findings()}
    weighed = weigh_verdicts(groups, view.verdicts(), view.decided_findings())
    records = learn_records(weighed.taught, testimonies)
    return list_sources(testimonies, Standings(view.source_assessments(), records, declared=declared))


def _testify_all(view: View) -> Iterator[Testimony]:
    claims: dict[str, list[Claim]] = defaultdict(list)
    held = list(view.claims())
    uncounted = find_uncounted(held, view.verdicts(), view.replacements())
    for claim in held:
        if claim.id not in uncounted:
            claims[claim.evidence[0].text_id].append(claim)
    for text_id in sorted(claims):
        text = view.text(text_id)
        yield from (testify(claim, text) for claim in claims[text_id])
