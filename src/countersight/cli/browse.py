"""The commands `claims`, `findings` and `show`: looking at what was found."""

from collections.abc import Callable

import click

from countersight.cli.moments import asked_view, with_moments
from countersight.errors import NotFound
from countersight.model.as_of import NOW
from countersight.model.claim import Claim, Kind, Status
from countersight.model.finding import Finding
from countersight.project import open_project
from countersight.store.base import View

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
KIND = click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only of this kind.")
STATUS = click.option("--status", type=click.Choice([status.value for status in Status]), help="Only of this status.")
TERRITORY = click.option(
    "--territory", metavar="CODE", type=str.lower, help="Only where supplier or recipient is of this territory (ke)."
)
TECHNOLOGY = click.option("--technology", metavar="LABEL", help="Only about this technology (facial_recognition).")


@click.command()
@KIND
@STATUS
@TERRITORY
@TECHNOLOGY
@with_moments
@JSON
@click.pass_obj
def claims(
    option: str | None,
    kind: str | None,
    status: str | None,
    territory: str | None,
    technology: str | None,
    *,
    as_json: bool,
) -> None:
    """List the claims: what each source says, in its own voice."""
    from countersight.cli.printing import print_claims

    def fits(claim: Claim) -> bool:
        territories = {slot.code for party in (claim.supplier, claim.recipient) if party for slot in party.territories}
        labels = {slot.label for slot in claim.technology}
        return _fits((kind, {claim.kind}), (status, {claim.status}), (territory, territories), (technology, labels))

    with open_project(option) as (_, store), asked_view(store) as view:
        print_claims(filter(fits, view.claims()), as_json=as_json)


@click.command()
@KIND
@STATUS
@TERRITORY
@TECHNOLOGY
@click.option(
    "--origins", type=click.IntRange(min=1), default=1, help="Only with at least so many independent origins."
)
@with_moments
@JSON
@click.pass_obj
def findings(
    option: str | None,
    kind: str | None,
    status: str | None,
    territory: str | None,
    technology: str | None,
    origins: int,
    *,
    as_json: bool,
) -> None:
    """List the findings: what independent origins say together, the best supported first.

    The grade is the letter of the best source (A to F), the number of the finding (1 confirmed to 5 improbable; 6
    cannot be judged yet, which is not worse), and how likely it is; `countersight show` gives the reasons.
    """
    from countersight.cli.printing import NONE_MADE, print_findings

    def fits(finding: Finding) -> bool:
        territories = {code for party in (finding.supplier, finding.recipient) if party for code in party.territories}
        return len(finding.origins) >= origins and _fits(
            (kind, {finding.kind}), (status, set(finding.statuses)), (territory, territories),
            (technology, set(finding.technology)),
        )  # fmt: skip

    with open_project(option) as (_, store), asked_view(store) as view:
        found, is_filled = list(filter(fits, view.findings())), view.count("documents") > 0
        asked = origins > 1 or any((kind, status, territory, technology)) or view.as_of != NOW
        empty = "no finding here fits what was asked" if asked and is_filled else NONE_MADE
        print_findings(found, as_json=as_json, empty=empty)


def _fits(*conditions: tuple[str | None, set[str]]) -> bool:
    return all(wanted is None or wanted in values for wanted, values in conditions)


@click.command()
@click.argument("record_id", metavar="ID")
@with_moments
@JSON
@click.pass_obj
def show(option: str | None, record_id: str, *, as_json: bool) -> None:
    """Show a claim's words in their context, or a finding with its claims, origins, grade and what contradicts what.

    ID is what `claims` and `findings` print; the beginning is enough as long as it fits only one.
    """
    with open_project(option) as (_, store), asked_view(store) as view:
        for prefix, show_record in SHOWN.items():
            if record_id.startswith(prefix):
                show_record(view, record_id, as_json)
                return
    raise NotFound(f"{record_id!r}: an id begins with {' or '.join(SHOWN)}")


def _show_claim(view: View, record_id: str, as_json: bool) -> None:
    from countersight.cli.printing import print_claim, print_json

    claim = view.claim(record_id)
    if as_json:
        print_json([claim])
    else:
        print_claim(claim, view.text(claim.evidence[0].text_id), view.captures(claim.document_id))


def _show_finding(view: View, record_id: str, as_json: bool) -> None:
    from countersight.cli.printing import print_finding, print_json

    finding = view.finding(record_id)
    if as_json:
        print_json([finding])
    else:
        print_finding(finding, map(view.claim, finding.claim_ids))


SHOWN: dict[str, Callable[[View, str, bool], None]] = {"clm-": _show_claim, "fnd-": _show_finding}
