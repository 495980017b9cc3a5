"""How good the grades' probabilities are where sources copy one another, with the truth known.

    python benchmarks/grading.py [--claims 1000] [--repeats 8] [--reviewed 100] [--seed 1]

Five independent sources of accuracy .75 and one of .55 that is copied 1, 3, 6 or 9 times speak for or against made-up
claims that are as often so as not, each of them on six in ten; then on all; then sources of mixed accuracies, and
accuracies drawn from the priors of their letters. Compared are a majority of all; the method of Dawid and Skene
("Maximum likelihood estimation of observer error-rates using the EM algorithm", 1979) over all, and over what is left
when copies are put together; the probability computed from the true accuracies and copies; and three uses of the real
`Grader`: letters that a person gave, nothing but findings that reviewers decided on, and nothing at all.

The bar is that the Brier score of the first two uses stays within .01 of the probability that knows both the copies and
the true accuracies, which is harder than the Dawid-Skene that knows the copies. Coverage is how often the 90% interval
holds that probability. At the end the claims of one repeat are written as texts, copies with light edits, and their
origins found in them rather than given.
"""

import argparse
import random
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from countersight.corroborate.grading import Grader, Testimony
from countersight.corroborate.origins import find_origins
from countersight.model.claim import Status
from countersight.model.decision import Verdict
from countersight.model.finding import Grade, Origin, finding_id, origin_id
from countersight.model.source import Reliability, SourceAssessment, assess_source
from countersight.model.text import DocumentText, text_id

COPIES = (1, 3, 6, 9)
LETTERS = {"A": 0.95, "B": 0.85, "C": 0.75, "D": 0.6, "E": 0.5}
BAR = 0.01
COLLAPSED = "Dawid-Skene, knows the copies"
KNOWN = "knows copies and accuracies"
MUST_MEET = ("grade, letters by a person", "grade, learnt from reviews")
BINS = 10
ROUNDS = 100
"""Rounds of expectation maximization."""

Floats = npt.NDArray[np.float64]
Says = npt.NDArray[np.int_]
"""For each claim and source, 1 where the source asserts it, -1 where it denies it, 0 where it is silent."""


@dataclass(frozen=True)
class World:
    """Claims, what each source says of them, and which columns are one origin."""

    truth: Says
    says: Says
    accuracies: Floats
    """Of each origin; the last one is copied."""

    @property
    def independent(self) -> Says:
        return self.says[:, : len(self.accuracies)]


def make_world(
    accuracies: Floats, copies: int, claims: int, generator: np.random.Generator, *, spoken: float = 1.0
) -> World:
    """Draw claims and what is said of them; a claim that nobody speaks of is left out."""
    truth = generator.integers(0, 2, claims)
    shape = claims, len(accuracies)
    is_right = generator.random(shape) < accuracies
    says = np.where(is_right, 2 * truth[:, None] - 1, 1 - 2 * truth[:, None]) * (generator.random(shape) < spoken)
    kept = says.any(axis=1)
    return World(truth[kept], np.hstack([says, np.repeat(says[:, -1:], copies - 1, axis=1)])[kept], accuracies)


def majority(says: Says) -> Floats:
    return np.asarray((says > 0).sum(axis=1) / (says != 0).sum(axis=1))


def dawid_skene(says: Says) -> Floats:
    """Return the probability of each claim by expectation maximization over two-sided errors of each source."""
    belief = majority(says)
    asserting, denying = (says > 0).astype(float), (says < 0).astype(float)
    for _ in range(ROUNDS):
        weight = np.stack([1.0 - belief, belief])
        share = weight.mean(axis=1)
        asserts = (weight @ asserting + 0.01) / (weight @ (asserting + denying) + 0.02)
        score = np.log(share) + asserting @ np.log(asserts).T + denying @ np.log(1.0 - asserts).T
        belief = 1.0 / (1.0 + np.exp(score[:, 0] - score[:, 1]))
    return belief


def knowing(world: World) -> Floats:
    """Return the probability of each claim for whoever knows the accuracies and the copies."""
    odds = np.log(world.accuracies / (1.0 - world.accuracies))
    return 1.0 / (1.0 + np.exp(-(world.independent @ odds)))


def testify(world: World, *, prefix: str) -> list[list[Testimony]]:
    return [
        [
            Testimony(
                claim_id=f"{prefix}{claim}-{source}",
                document_id=f"{prefix}{claim}-{source}",
                publisher=f"source {source}",
                status=Status.REPORTED if said > 0 else Status.DENIED,
            )
            for source, said in enumerate(row)
            if said
        ]
        for claim, row in enumerate(world.says)
    ]


def given_origins(members: Sequence[Testimony], origins: int) -> list[Origin]:
    """Put the copies, whose numbers come after those of the independent sources, with the last of these."""
    groups: dict[int, list[str]] = {}
    for one in members:
        groups.setdefault(min(source_number(one), origins - 1), []).append(one.document_id)
    rows = (tuple(sorted(group)) for group in groups.values())
    return [Origin(id=origin_id(row), document_ids=row, basis=()) for row in rows]


def source_number(testimony: Testimony) -> int:
    return int(testimony.publisher.removeprefix("source "))


def assessed(world: World) -> list[SourceAssessment]:
    """Give each source the letter whose accuracy is nearest to its own."""
    chain: list[SourceAssessment] = []
    for source in range(world.says.shape[1]):
        own = world.accuracies[min(source, len(world.accuracies) - 1)]
        letter = min(LETTERS, key=lambda letter: abs(LETTERS[letter] - own))
        chain.append(
            assess_source(
                f"source {source}", Reliability(letter), basis="simulated", by="nobody",
                decided_at=datetime(2000, 1, 1, tzinfo=UTC), after=chain[-1] if chain else None,
            )
        )  # fmt: skip
    return chain


def reviewed(world: World, claims: int, generator: np.random.Generator, *, spoken: float) -> Grader:
    """Return a grader that has seen reviewers decide on further claims of the same sources."""
    copies = world.says.shape[1] - len(world.accuracies) + 1
    seen = make_world(world.accuracies, copies, claims, generator, spoken=spoken)
    findings = testify(seen, prefix="reviewed ")
    ids = [tuple(one.claim_id for one in members) for members in findings]
    verdicts = {
        finding_id(of): Verdict.ACCEPT if is_so else Verdict.REJECT for of, is_so in zip(ids, seen.truth, strict=True)
    }
    return Grader((), verdicts, [one for members in findings for one in members], findings=ids)


def grade(world: World, grader: Grader) -> list[Grade]:
    origins = len(world.accuracies)
    return [grader.grade(members, given_origins(members, origins)) for members in testify(world, prefix="")]


def brier(belief: Floats, truth: Says) -> float:
    return float(np.mean((belief - truth) ** 2))


def calibration_error(belief: Floats, truth: Says) -> float:
    """Return the expected calibration error over ten equal bins."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    chosen = [(belief >= low) & ((belief < high) | (high == 1.0)) for low, high in pairwise(edges)]
    return float(sum(abs(belief[bin_].sum() - truth[bin_].sum()) for bin_ in chosen if bin_.any()) / len(truth))


@dataclass
class Score:
    """The figures of one system over all repeats."""

    briers: list[float]
    errors: list[float]
    coverages: list[float]


def run_repeats(
    draw: Callable[[np.random.Generator], Floats], copies: int, spoken: float, options: argparse.Namespace
) -> Mapping[str, Score]:
    scores: dict[str, Score] = {}
    for repeat in range(options.repeats):
        generator = np.random.default_rng([options.seed, repeat, copies])
        world = make_world(draw(generator), copies, options.claims, generator, spoken=spoken)
        known = knowing(world)
        plain = {
            "majority of all": majority(world.says),
            "Dawid-Skene, all": dawid_skene(world.says),
            COLLAPSED: dawid_skene(world.independent),
            KNOWN: known,
        }
        graded = {
            MUST_MEET[0]: grade(world, Grader(assessed(world))),
            MUST_MEET[1]: grade(world, reviewed(world, options.reviewed, generator, spoken=spoken)),
            "grade, nothing known (F)": grade(world, Grader()),
        }
        plain |= {name: np.array([one.probability for one in grades]) for name, grades in graded.items()}
        for name, belief in plain.items():
            score = scores.setdefault(name, Score([], [], []))
            score.briers.append(brier(belief, world.truth))
            score.errors.append(calibration_error(belief, world.truth))
            if name in graded:
                score.coverages.append(_coverage(graded[name], known))
    return scores


def _coverage(grades: Sequence[Grade], known: Floats) -> float:
    low, high = (np.array([getattr(one, end) for one in grades]) for end in ("low", "high"))
    capped = np.clip(known, 0.01, 0.99)  # the grades' own ends
    return float(np.mean((low <= capped + 1e-9) & (capped <= high + 1e-9)))


def report(
    title: str, draw: Callable[[np.random.Generator], Floats], spoken: float, options: argparse.Namespace
) -> Iterator[str]:
    """Yield a table for each number of copies, and whether the bar is met."""
    each = "all" if spoken == 1.0 else f"{spoken:.0%}"
    yield f"\n{title}, each speaks of {each}; {options.claims:,} claims, {options.repeats} repeats"
    for copies in COPIES:
        scores = run_repeats(draw, copies, spoken, options)
        means = {name: float(np.mean(score.briers)) for name, score in scores.items()}
        yield f"\n  copies {copies:<32} Brier   to D-S  to known   ECE  90% interval holds"
        for name, score in scores.items():
            mean, covered = means[name], f"{np.mean(score.coverages):.3f}" if score.coverages else ""
            over = mean - means[KNOWN]
            met = "" if name not in MUST_MEET else "within the bar" if over <= BAR else "OVER THE BAR"
            yield (
                f"  {name:<38} {mean:.4f}  {mean - means[COLLAPSED]:+.4f}  {over:+.4f}  {np.mean(score.errors):.3f}  "
                f"{covered:<6} {met}"
            )


def found_origins(options: argparse.Namespace) -> str:
    """Write claims as texts, copies with light edits, and compare the origins found with those meant."""
    generator, writer = np.random.default_rng(options.seed), random.Random(options.seed)
    world = make_world(np.array([0.75] * 5 + [0.55]), 6, options.documents, generator)
    texts: dict[str, DocumentText] = {}
    findings = testify(world, prefix="")
    for members in findings:
        for one in members:
            original = texts[members[5].document_id].text if source_number(one) > 5 else None
            words = _edit(original, writer) if original else _write(writer)
            texts[one.document_id] = DocumentText(
                id=text_id(one.document_id, "made@1", words), document_id=one.document_id, reader="made@1", text=words
            )
    origins = find_origins({name: name for name in texts}, texts.__getitem__)
    grader = Grader(assessed(world))
    found = [list(origins.of([one.document_id for one in members])) for members in findings]
    same = sum(
        {one.document_ids for one in got} == {one.document_ids for one in given_origins(members, 6)}
        for got, members in zip(found, findings, strict=True)
    )
    belief = np.array([grader.grade(*pair).probability for pair in zip(findings, found, strict=True)])
    given = np.array([one.probability for one in grade(world, grader)])
    return (
        f"\norigins found in {len(texts):,} texts of {len(findings)} claims: {same} of {len(findings)} as meant; "
        f"Brier {brier(belief, world.truth):.4f}, with the origins given {brier(given, world.truth):.4f}"
    )


def _write(writer: random.Random) -> str:
    words = ("".join(writer.choices(string.ascii_lowercase, k=writer.randint(3, 9))) for _ in range(120))
    return " ".join(words) + "."


def _edit(text: str, writer: random.Random) -> str:
    return " ".join("changed" if writer.random() < 0.04 else word for word in text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("claims", 1_000), ("repeats", 8), ("reviewed", 100), ("seed", 1), ("documents", 200)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    five = np.array([0.75] * 5 + [0.55])
    mixed = np.array([0.9, 0.8, 0.7, 0.65, 0.6, 0.55])
    drawn = [(LETTERS[letter], {"B": 12, "C": 8, "D": 8}[letter]) for letter in "BBCCDD"]

    def draw(generator: np.random.Generator) -> Floats:
        return np.array([np.clip(generator.beta(mean * worth, (1 - mean) * worth), 0.3, 0.97) for mean, worth in drawn])

    for title, make, spoken in (
        ("five sources of accuracy .75, one of .55 that is copied", lambda _: five, 0.6),
        ("five sources of accuracy .75, one of .55 that is copied", lambda _: five, 1.0),
        ("sources of accuracy .9, .8, .7, .65 and .6, one of .55 that is copied", lambda _: mixed, 0.6),
        ("accuracies drawn from the priors of B, B, C, C, D, and of D for the one that is copied", draw, 0.6),
    ):
        for line in report(title, make, spoken, options):
            print(line, flush=True)
    print(found_origins(options))


if __name__ == "__main__":
    main()
