"""The command `evaluate`: how far an extractor agrees with a careful reader."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.settings import read_settings

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.extract.evaluation import Evaluation
    from countersight.extract.scoring import Tally


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GOLD.jsonl")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the predictions here."
)
@click.option("--extractor", "name", metavar="NAME", help="Another extractor than the default.")
@click.option("--language", metavar="CODE", help="Only documents in this language.")
@click.option("--by", type=click.Choice(["lang", "kind"]), help="Also the figures of each language or kind.")
@click.option("--errors", is_flag=True, help="Print what differs, side by side with the words.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
def evaluate(
    gold: Path, out: Path | None, name: str | None, language: str | None, by: str | None, *, errors: bool, as_json: bool
) -> None:
    """Measure an extractor on passages that a careful reader has annotated.

    GOLD.jsonl has one document a line with id, lang, text and claims. Levels: found (the right words), kind, core
    (kind, both parties, technology), strict (core, status, speaker, quantity). The intervals hold in 95 of 100 cases
    when documents are drawn again.
    """
    from countersight.cli.extractors import extractor_choice, warn_of_leaving
    from countersight.cli.printing import print_json
    from countersight.extract.evaluation import evaluate_extractor, read_gold, write_predictions

    extractor = extractor_choice(read_settings(), name=name)()
    warn_of_leaving(extractor)
    documents = [document for document in read_gold(gold) if language in (None, document.lang)]
    with click.progressbar(
        length=len(documents), label="extracting", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        evaluation = evaluate_extractor(documents, extractor, observe=lambda: bar.update(1))
    if out:
        write_predictions(evaluation.predictions, out)
    if as_json:
        print_json([_summary(evaluation)])
        return
    _print_figures(evaluation, by)
    if errors:
        _print_misses(evaluation)


def _print_figures(evaluation: "Evaluation", by: str | None) -> None:
    from countersight.extract.scoring import LEVELS, SLOTS, bootstrap_interval

    total = evaluation.total()
    _print_row("all", total)
    for level in LEVELS:
        low, high = bootstrap_interval(list(evaluation.tallies.values()), level)
        echo(f"  {level} F1 between {low:.3f} and {high:.3f}")
    for group, tally in _groups(evaluation, by):
        _print_row(group, tally)
    slots = ", ".join(f"{slot} {total.slot_accuracy(slot):.2f}" for slot in SLOTS)
    echo(f"slot accuracy on paired claims: {slots}")
    echo(f"documents without gold claims: {total.empty}, of which {total.empty_hit} got a claim")
    for failure in evaluation.failures:
        echo(f"failed: {failure.reason}: {failure.detail}")
    echo(f"predicted claims without exact words: {total.unquoted} of {total.predicted}")
    if evaluation.confidences:
        echo(f"expected calibration error: {evaluation.calibration_error():.3f}")
    for row in evaluation.reliability():
        echo(
            f"  confidence {row.low:.1f}-{row.high:.1f}: {row.claims:>4} claims, mean {row.confidence:.2f}, "
            f"accepted {row.accepted:.2f}"
        )


def _groups(evaluation: "Evaluation", by: str | None) -> list[tuple[str, "Tally"]]:
    if by == "lang":
        return [(language, evaluation.total(language)) for language in sorted(set(evaluation.languages.values()))]
    return sorted(evaluation.kinds.items()) if by == "kind" else []


def _print_row(name: str, tally: "Tally") -> None:
    from countersight.extract.scoring import LEVELS

    scores = "  ".join("{} P {:.2f} R {:.2f} F1 {:.3f}".format(level, *tally.scores(level)) for level in LEVELS)
    echo(f"{name:<14} gold {tally.gold:>4} pred {tally.predicted:>4}  {scores}")


def _print_misses(evaluation: "Evaluation") -> None:
    for miss in evaluation.misses:
        echo(f"\n{miss.document}: {miss.what}")
        for side, claim in (("gold", miss.gold), ("pred", miss.predicted)):
            if claim:
                supplier, recipient = (
                    f"{claim[role]} {claim[f'{role}_country'] or ''}" for role in ("supplier", "recipient")
                )
                echo(f"  {side}  {claim['kind']}, {claim['status']}: {supplier} > {recipient}; {claim['technology']}")
                echo(f"        {claim['speaker'] or 'the text itself'}: {claim['evidence']!r}")


def _summary(evaluation: "Evaluation") -> dict[str, object]:
    from countersight.extract.scoring import LEVELS, SLOTS

    total = evaluation.total()
    return {
        "gold": total.gold,
        "predicted": total.predicted,
        "levels": {level: dict(zip(("p", "r", "f1"), total.scores(level), strict=True)) for level in LEVELS},
        "slots": {slot: total.slot_accuracy(slot) for slot in SLOTS},
        "empty": total.empty,
        "empty_hit": total.empty_hit,
        "failed": len(evaluation.failures),
        "calibration_error": evaluation.calibration_error() if evaluation.confidences else None,
    }
