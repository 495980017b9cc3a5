"""The commands `review` and `verify`: a named person's decisions, and the proof that nothing was changed."""

import sys
from datetime import UTC, datetime

import click

from countersight.model.decision import Verdict
from countersight.project import open_project
from countersight.store.base import View


@click.command()
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--verdict", type=click.Choice([verdict.value for verdict in Verdict]), help="What you decide.")
@click.option("--by", "reviewer", metavar="NAME", help="Who decides: a name stands behind every decision.")
@click.option("--reason", default="", help="Why; to reject and to undo need one.")
@click.option("--findings", "of_findings", is_flag=True, help="List findings instead of claims.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def review(
    option: str | None, record_id: str | None, verdict: str | None, reviewer: str | None, reason: str,
    *, of_findings: bool, as_json: bool,
) -> None:  # fmt: skip
    """Accept, reject or leave open a claim or finding; without ID, list the claims nobody has decided on.

    The list begins with those the machine is least sure of; of findings, with those that changed since they were
    decided on, then with those that rest on most and are most in doubt. Decisions are never overwritten: `undo` takes
    the last one on the same record back and stays on record itself.

    \b
    countersight review
    countersight review --findings
    countersight review clm-3f2a --verdict accept --by "A. Reader"
    countersight review clm-9b01 --verdict reject --by "A. Reader" --reason "the drone is a toy"
    """
    from countersight.cli.printing import print_json
    from countersight.review import find_subject, record_decision

    if record_id is not None and of_findings:
        raise click.UsageError("--findings lists; it goes with no ID")
    if record_id is None and (verdict or reviewer or reason):
        raise click.UsageError("a decision needs the ID of a claim or finding")
    with open_project(option) as (_, store):
        if record_id is None:
            with store.view() as view:
                _list_undecided(view, of_findings=of_findings, as_json=as_json)
            return
        if verdict is None or not reviewer:
            raise click.UsageError("a decision needs --verdict and --by")
        with store.view() as view:
            subject = find_subject(view, record_id, Verdict(verdict))
        decision = record_decision(
            store, subject, Verdict(verdict), reviewer=reviewer, reason=reason, now=datetime.now(UTC)
        )
    if as_json:
        print_json([decision])
    else:
        click.echo(f"decision {decision.sequence}: {decision.verdict.value} {subject} by {decision.reviewer}")


def _list_undecided(view: View, *, of_findings: bool, as_json: bool) -> None:
    from countersight.cli.printing import print_claims, print_findings
    from countersight.review import order_findings, order_queue, standing_verdicts

    verdicts = standing_verdicts(view)
    if of_findings:
        queue = order_findings(view.findings(), verdicts, view.decided_findings())
        print_findings(queue, as_json=as_json, is_ordered=True, empty="no finding waits for a decision")
    else:
        print_claims(order_queue(view.claims(), verdicts), as_json=as_json, empty="no claim waits for a decision")


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
            counts = ((view.count(what), what) for what in ("documents", "texts", "claims", "findings", "decisions"))
            checked = ", ".join(f"{count:,} {what[:-1] if count == 1 else what}" for count, what in counts)
    if breaks:
        sys.exit(f"countersight: {breaks:,} {'break' if breaks == 1 else 'breaks'} in {checked}")
    click.echo(f"everything holds: {checked}")
