"""The command `review`: a named person's decisions."""

from collections.abc import Mapping
from datetime import UTC, datetime

import click

from countersight.cli.reviewing import COMMANDS
from countersight.cli.terminal import echo
from countersight.model.decision import Verdict
from countersight.project import open_project
from countersight.store.base import View

ORDERS = ("uncertain", "consequential", "newest", "disputed", "changed")
"""Those of `review.queues.Order`, which is not imported for `--help`."""


class Review(click.Group):
    """Takes an id, or nothing, in place of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that may be left out."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["decide", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Review, subcommand_metavar="[ID] [OPTIONS] | COMMAND ...")
def review() -> None:
    """Accept, edit, reject or leave open a claim or finding; without ID, list the claims nobody has decided on.

    Decisions are never overwritten: `undo` takes your last one on the same record back and stays on record itself.

    \b
    countersight review
    countersight review --order consequential --territory ke
    countersight review --findings
    countersight review clm-3f2a --verdict accept --by "A. Reader"
    countersight review clm-9b01 --verdict reject --by "A. Reader" --reason "the drone is a toy"
    countersight review edit clm-3f2a --set status=planned --by "A. Reader"
    """


@review.command()
@click.argument("record_id", metavar="[ID]", required=False)
@click.option(
    "--verdict",
    type=click.Choice([verdict.value for verdict in Verdict if verdict is not Verdict.EDIT]),
    help="What you decide.",
)
@click.option("--by", "reviewer", metavar="NAME", help="Who decides; of the list, whose queue it is.")
@click.option("--reason", default="", help="Why; to reject and to undo need one.")
@click.option("--editor", "as_editor", is_flag=True, help="Take back what others decided, or list what they dispute.")
@click.option("--findings", "of_findings", is_flag=True, help="List findings instead of claims.")
@click.option("--order", type=click.Choice(ORDERS), default=ORDERS[0], show_default=True, help="What comes first.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="List only this kind; may be repeated.")
@click.option("--territory", "territories", multiple=True, metavar="CODE", help="List only this territory.")
@click.option("--technology", "technologies", multiple=True, metavar="LABEL", help="List only this technology.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="List only texts in this language.")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="List only what this publisher published.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def decide(
    option: str | None, /, record_id: str | None, verdict: str | None, reviewer: str | None, reason: str,
    order: str, limit: int, *, as_editor: bool, of_findings: bool, as_json: bool, **filters: tuple[str, ...],
) -> None:  # fmt: skip
    """Decide on ID, or list what waits; the word `decide` may be left out.

    The list begins with what the machine is least sure of, or as --order says: consequential has first what settles
    most, disputed and changed have only what several reviewers answered differently, and what a newer extractor reads
    differently from a decided claim. Of findings, those that changed since they were decided on come first, then those
    that rest on most and are most in doubt.
    """
    from countersight.cli.printing import print_json
    from countersight.review import find_subject, record_decision

    if record_id is not None and of_findings:
        raise click.UsageError("--findings lists; it goes with no ID")
    if record_id is None and (verdict or reason):
        raise click.UsageError("a decision needs the ID of a claim or finding")
    with open_project(option) as (project, store):
        if record_id is None:
            with store.view() as view:
                if of_findings:
                    _list_findings(view, as_json=as_json)
                else:
                    _list_claims(view, reviewer or "", order, filters, limit, as_editor=as_editor, as_json=as_json)
            return
        if verdict is None or not reviewer:
            raise click.UsageError("a decision needs --verdict and --by")
        with store.view() as view:
            subject = find_subject(view, record_id, Verdict(verdict))
        decision = record_decision(
            store, subject, Verdict(verdict), reviewer=reviewer, reason=reason, now=datetime.now(UTC),
            readers=project.readers, as_editor=as_editor,
        )  # fmt: skip
    if as_json:
        print_json([decision])
    else:
        echo(f"decision {decision.sequence}: {decision.verdict.value} {subject} by {decision.reviewer}")


def _list_findings(view: View, *, as_json: bool) -> None:
    from countersight.cli.printing import print_findings
    from countersight.review import order_findings

    queue = order_findings(view.findings(), view.verdicts(), view.decided_findings())
    print_findings(queue, as_json=as_json, is_ordered=True, empty="no finding waits for a decision")


def _list_claims(
    view: View, reviewer: str, order: str, filters: Mapping[str, tuple[str, ...]], limit: int, *,
    as_editor: bool, as_json: bool,
) -> None:  # fmt: skip
    from countersight.cli.printing import print_claims
    from countersight.model.source import source_key
    from countersight.review import Desk, Filters, Order, Queues

    sources = [source_key(name) for name in filters["sources"]]
    asked = Filters(**{name: frozenset(told) for name, told in {**filters, "sources": sources}.items()})
    desk = Desk(reviewer=reviewer, order=Order(order), filters=asked, is_editor=as_editor)
    queues = Queues(readers=view.readers)
    queues.refresh(view)
    items = queues.page(desk, limit=limit)
    print_claims((view.claim(item.claim_id) for item in items), as_json=as_json, empty="no claim waits for a decision")
    if not as_json:
        for item in items:
            if item.remark:
                echo(f"{item.claim_id}: {item.remark}")
        if (left := queues.count(desk) - len(items)) > 0:
            echo(f"{left:,} more wait; --limit shows more of them")


for command in COMMANDS:
    review.add_command(command)
