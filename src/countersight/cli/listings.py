"""The command `listings`: what imported lists say of an organization, dated and with the rows that say it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from countersight.errors import NotFound
from countersight.project import Project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from datetime import date

    from countersight.model.listing import OrganizationListings
    from countersight.store.base import View


@click.command()
@click.argument("organization", required=False, metavar="[ORG]")
@click.option("--list", "name", metavar="NAME", help="All listings of one imported list instead.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
              help="Tell how each stood on that day, by its listing, effective and delisting dates.")  # fmt: skip
@click.option("--threshold", type=click.FloatRange(0.05, 0.999), default=0.7, show_default=True, metavar="P",
              help="Probability from which an entry with a like name is a candidate.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one listing a row.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def listings(
    option: str | None,
    organization: str | None,
    name: str | None,
    as_of: datetime | None,
    threshold: float,
    *,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Show where an organization is listed: sanctions, export control, bans, debarment.

    ORG is an id, a party's name as it stands in claims, or the name of a known organization. A listing is shown as
    its own only where an identifier says so, or a person's judgement; an entry whose name is merely alike is a
    candidate, with the command that judges it. Each has its dates apart, as the list states them, the file and row it
    stands in, and whether later versions of the list still have it.

    \b
    countersight listings Hikvision
    countersight listings Q160120 --as-of 2020-01-01 --json
    countersight listings --list ofac-sdn --csv
    """
    from countersight.cli.printing_listings import print_list, print_organization
    from countersight.resolve.listings import open_book
    from countersight.resolve.lists import ListFolder

    if (organization is None) == (name is None):
        raise click.UsageError("name an organization, or a list with --list")
    day = (as_of or datetime.now(UTC)).date()
    with open_project(option) as (project, store):
        if name is not None:
            ListFolder(project.folder / "lists").manifest(name)  # says which lists there are if this is none
            print_list(open_book(project.folder).of_list(name), day, as_json=as_json, as_csv=as_csv)
            return
        with store.view() as view:
            found = _find(project, view, organization or "", day=day, threshold=threshold)
    print_organization(found, as_json=as_json, as_csv=as_csv)


def _find(project: Project, view: "View", words: str, *, day: "date", threshold: float) -> "OrganizationListings":
    from countersight.resolve import known_entities, open_registry
    from countersight.resolve.listings import find_listings, open_book
    from countersight.resolve.nodes import load_nodes

    registry = open_registry(project.folder)
    known = {entity.id: entity for entity in known_entities()}
    nodes = load_nodes(view, entity=lambda node: known.get(node) or registry.entity(node))
    try:
        node = nodes.find(words)
        node_id, called = node.means or node.id, node.name
    except NotFound:  # no party and no known organization: what is like the name is all there is to tell
        node_id, called = "", " ".join(words.split())
    return find_listings(
        node_id, name=called, clusters=nodes.clusters, entity=nodes.entity, book=open_book(project.folder),
        registry=registry, as_of=day, least=threshold,
    )  # fmt: skip
