"""The commands `review` and `verify`: a named person's decisions, and the proof that nothing was changed."""

import sys
from datetime import UTC, datetime

import click

from countersight.cli.project import open_project
from countersight.model.decision import Verdict


@click.command()
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--verdict", type=click.Choice([verdict.value for verdict in Verdict]), help="What you decide.")
@click.option("--by", "reviewer", metavar="NAME", help="Who decides: a name stands behind every decision.")
@click.option("--reason", default="", help="Why; to reject and to undo need one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def review(
    option: str | None, record_id: str | None, verdict: str | None, reviewer: str | None, reason: str, *, as_json: bool
) -> None:
    """Accept, reject or leave open a claim or finding; without ID, list the claims nobody has decided on.

    The list begins with those the machine is least sure of. Decisions are never overwritten: `undo` takes the last
    one on the same record back and stays on record itself.

    \b
    countersight review
    countersight review clm-3f2a --verdict accept --by "A. Reader"
    countersight review clm-9b01 --verdict reject --by "A. Reader" --reason "the drone is a toy"
    """
    from countersight.cli.printing import print_claims, print_json
    from countersight.review import order_queue, record_decision, standing_verdicts

    if record_id is None and (verdict or reviewer or reason):
        raise click.UsageError("a decision needs the ID of a claim or finding")
    with open_project(option) as (_, store):
        if record_id is None:
            with store.view() as view:
                print_claims(order_queue(view.claims(), standing_verdicts(view)), as_json=as_json)
            return
        if verdict is None or not reviewer:
            raise click.UsageError("a decision needs --verdict and --by")
        with store.view() as view:
            subject = (view.finding(record_id) if record_id.startswith("fnd-") else view.claim(record_id)).id
        decision = record_decision(
            store, subject, Verdict(verdict), reviewer=reviewer, reason=reason, now=datetime.now(UTC)
        )
    if as_json:
        print_json([decision])
    else:
        click.echo(f"decision {decision.sequence}: {decision.verdict.value} {subject} by {decision.reviewer}")


@click.command()
@click.pass_obj
def verify(option: str | None) -> None:
    """Recompute every hash, quote and link of the store, and name what does not hold."""
    from countersight.cli.progress import working

    with open_project(option) as (_, store):
        breaks = 0
        with working("recomputing"):
            for problem in store.verify():
                click.echo(problem)
                breaks += 1
        with store.view() as view:
            checked = ", ".join(
                f"{view.count(what):,} {what}" for what in ("documents", "texts", "claims", "findings", "decisions")
            )
    if breaks:
        sys.exit(f"countersight: {breaks:,} {'break' if breaks == 1 else 'breaks'} in {checked}")
    click.echo(f"everything holds: {checked}")
