"""How far reviewers agree beyond chance, over what two or more of them decided."""

import random
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from countersight.model.decision import Verdict
from countersight.model.docket import Docket

ENOUGH = 10
"""Subjects that two or more people decided on, from which agreement is told: below, its interval spans nearly all."""
DRAWS = 1_000
"""Samples of the bootstrap."""
TAIL = 0.025
"""Share of the samples left out at either end: the interval holds 95%."""
PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What reviewers' decisions on the same subjects say of how far they agree."""

    subjects: int
    """That two or more people decided on."""
    decisions: int
    """On those, one of each person."""
    reviewers: int
    alpha: float | None
    """Krippendorff's; 1 is perfect, 0 what chance gives. None where there is not enough, or nothing ever differed in
    kind, so that chance could not be told from agreement."""
    low: float | None
    """Lower end of the 95% interval."""
    high: float | None
    agreed: int
    """Subjects on which all said the same."""
    confusion: tuple[tuple[Verdict, Verdict, int], ...]
    """How many subjects had two people who said these two verdicts, each two people counted once."""

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to tell."""
        return self.subjects >= ENOUGH


def measure_agreement(docket: Docket, *, prefix: str = "clm-", hidden: Container[str] = ()) -> Agreement:
    """Measure agreement over the subjects whose id begins with `prefix`, by each person's last decision that stands.

    Verdicts are nominal: an edit is an edit, whatever claim it put in place. Claims of what was withdrawn since are
    among them: how people read words does not change with what is thought of who wrote them. Those that whoever asks
    may not see, `hidden`, are not.
    """
    subjects = sorted(name for name in docket.subjects() if name.startswith(prefix) and name not in hidden)
    given = [docket.by_reviewer(name) for name in subjects]
    shared = [decisions for decisions in given if len(decisions) >= PAIR]
    units = [[decision.verdict for decision in decisions.values()] for decisions in shared]
    is_enough = len(units) >= ENOUGH
    interval = bootstrap_alpha(units) if is_enough else None
    pairs = Counter(
        tuple(sorted((one, other), key=list(Verdict).index))
        for unit in units
        for number, one in enumerate(unit)
        for other in unit[number + 1 :]
    )
    return Agreement(
        subjects=len(units),
        decisions=sum(map(len, units)),
        reviewers=len({person for decisions in shared for person in decisions}),
        alpha=krippendorff_alpha(units) if is_enough else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        agreed=sum(len(set(unit)) == 1 for unit in units),
        confusion=tuple((one, other, count) for (one, other), count in sorted(pairs.items())),
    )


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha of nominal values; none where it is not defined.

    By the coincidence matrix, in which each ordered pair of values within one unit of m values counts 1 / (m - 1);
    alpha is 1 - (n - 1) * sum of the coincidences off the diagonal / sum of products of unlike totals (K. Krippendorff,
    "Computing Krippendorff's Alpha-Reliability", 2011, section C, https://repository.upenn.edu/asc_papers/43).

    Args:
        units: the values that several people gave to each unit; units with fewer than two are left out, as in the
            paper.
    """
    totals: Counter[str] = Counter()
    unlike = 0.0
    for values in units:
        if len(values) < PAIR:
            continue
        totals.update(values)
        counts = Counter(values)
        unlike += sum(counts[one] * counts[other] for one, other in permutations(counts, 2)) / (len(values) - 1)
    size = totals.total()
    expected = size * size - sum(count * count for count in totals.values())
    return None if expected == 0 else 1 - (size - 1) * unlike / expected


def bootstrap_alpha(units: Sequence[Sequence[str]], *, draws: int = DRAWS) -> tuple[float, float] | None:
    """Return the 95% interval of alpha over samples of the units, drawn with replacement; none if none has an alpha.

    The percentile method (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13). The same
    units always give the same interval.
    """
    chance = random.Random(0)  # noqa: S311  drawn to measure, not to guard anything
    found = [krippendorff_alpha(chance.choices(units, k=len(units))) for _ in range(draws)]
    drawn = sorted(alpha for alpha in found if alpha is not None)
    if not drawn:
        return None
    return drawn[int(TAIL * len(drawn))], drawn[min(len(drawn) - 1, int((1 - TAIL) * len(drawn)))]
