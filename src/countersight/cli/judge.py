"""The command `judge`: a named person says which names and organizations are the same, and which are not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.errors import NotFound
from countersight.model.entity import JudgementValue
from countersight.project import Project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.model.clusters import Clusters
    from countersight.resolve.nodes import EntityLookup, Nodes
    from countersight.resolve.registry import Registry
    from countersight.store.base import Store, View

BY = click.option("--by", metavar="NAME", default="", help="Who judges: a name stands behind every judgement.")
BECAUSE = click.option("--because", "reason", metavar="WORDS", default="", help="Why, in your words.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
CONFIRM = click.option(
    "--confirm",
    is_flag=True,
    help="Judge them the same although one belongs to the other, or Wikidata keeps them apart.",
)


class Judge(click.Group):
    """Takes two names or ids in place of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that may be left out."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["pair", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Judge, subcommand_metavar="ONE OTHER [OPTIONS] | COMMAND ...")
def judge() -> None:
    """Judge whether two names, or a name and an organization, are the same.

    ONE and OTHER are ids, beginnings of ids, or names of parties as they stand in claims; `National Police (ke)` is
    that name within one territory. A name that the machine takes for one organization stands for that organization.
    What you judge stands above the machine's answers. What contradicts an earlier judgement is refused, and who said
    what is told. Nothing is overwritten: --undo takes a judgement back and stays on record itself.

    \b
    countersight judge queue
    countersight judge "Alder Optics" cs-alder --same --by "A. Reader" --because "one address in the tender"
    countersight judge "Alder Kenya" cs-alder --not-same --by "A. Reader" --because "a branch, and sued as one"
    countersight judge "Alder Optics" cs-alder
    countersight judge "Alder Optics" cs-alder --undo --by "A. Reader" --because "that was another tender"
    countersight judge split "Alder Optics" --not-same
    """


@judge.command()
@click.argument("one")
@click.argument("other")
@click.option("--same", "value", flag_value=JudgementValue.POSITIVE.value, help="They are the same.")
@click.option("--not-same", "value", flag_value=JudgementValue.NEGATIVE.value, help="They are not.")
@click.option("--unsure", "value", flag_value=JudgementValue.UNSURE.value, help="They may be: nobody should guess.")
@click.option(
    "--undo", "value", flag_value=JudgementValue.NO_JUDGEMENT.value, help="Take back what stands on the pair."
)
@BY
@BECAUSE
@CONFIRM
@JSON
@click.pass_obj
def pair(
    option: str | None,
    one: str,
    other: str,
    value: str | None,
    by: str,
    reason: str,
    *,
    confirm: bool,
    as_json: bool,
) -> None:
    """Judge ONE and OTHER; without a judgement, show what stands on them and why.

    The word `pair` may be left out: `countersight judge ONE OTHER --same`.
    """
    from countersight.cli.judging import print_judgement, print_standing
    from countersight.resolve.identities import record_judgement, undo_judgement

    if value is None and (by or reason):
        raise click.UsageError("say what you judge: --same, --not-same, --unsure or --undo")
    if value is not None and not (by and reason):
        raise click.UsageError("a judgement needs --by and --because")
    with open_project(option) as (project, store):
        with store.view() as view:
            nodes = _load_nodes(project, view)
        now = datetime.now(UTC)
        if value == JudgementValue.NO_JUDGEMENT:
            judgement = undo_judgement(store, *nodes.find_judged(one, other), by=by, reason=reason, now=now)
            print_judgement(judgement, nodes, _clusters(store), as_json=as_json)
            return
        left, right = nodes.find_pair(one, other)
        if value is None:
            print_standing(left, right, nodes.clusters, as_json=as_json)
            return
        judgement = record_judgement(
            store, left, right, JudgementValue(value), by=by, reason=reason, now=now, entity=nodes.entity,
            confirmed=confirm,
        )  # fmt: skip
        print_judgement(judgement, nodes, _clusters(store), as_json=as_json)


@judge.command("list")
@click.option("--of", "about", metavar="ID", help="Only on this name or organization and what was judged the same.")
@click.option("--all", "everything", is_flag=True, help="Also what was taken back or judged anew later.")
@JSON
@click.pass_obj
def list_judgements(option: str | None, about: str | None, *, everything: bool, as_json: bool) -> None:
    """List the judgements that stand, oldest first, with who judged and why."""
    from countersight.cli.judging import print_judgements
    from countersight.model.clusters import Clusters

    with open_project(option) as (project, store), store.view() as view:
        chain = list(view.identity_judgements())
        clusters = Clusters(chain)
        told = chain if everything else list(clusters.standing())
        if about is not None:
            node = _load_nodes(project, view).find(about)
            members = {*clusters.members(node.id)} | ({*clusters.members(node.means)} if node.means else set())
            told = [judgement for judgement in told if {judgement.left, judgement.right} & members]
        print_judgements(told, clusters, as_json=as_json)


@judge.command()
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="How many.")
@JSON
@click.pass_obj
def queue(option: str | None, limit: int, *, as_json: bool) -> None:
    """List pairs worth judging, those that most claims hang on first.

    They are what the machine was unsure of, and names that it kept as themselves although they are much like a name of
    a known organization, or like one another. What was judged is left out, `--unsure` too.
    """
    from countersight.cli.judging import print_queue
    from countersight.cli.progress import working
    from countersight.resolve.suggestions import list_suggestions

    with open_project(option) as (project, store), store.view() as view, working("comparing names"):
        registry = _open_registry(project)
        search = (lambda name: registry.search(name, limit=3)) if registry else None
        found = list_suggestions(view, _load_nodes(project, view), search=search)
    print_queue(found[:limit], left=max(0, len(found) - limit), as_json=as_json)


@judge.command()
@click.argument("members", nargs=-1, required=True, metavar="ID...")
@click.option("--not-same", "apart", is_flag=True, help="Judge also that they are not the same as what stays.")
@BY
@BECAUSE
@click.option("--yes", is_flag=True, help="Do it. Without this, only what would follow is shown.")
@JSON
@click.pass_obj
def split(
    option: str | None, members: tuple[str, ...], by: str, reason: str, *, apart: bool, yes: bool, as_json: bool
) -> None:
    """Move names or organizations out of the cluster that they were judged into.

    The judgements between them and what stays are taken back; those among them stay, and so does every claim. What
    would follow for claims and findings is shown first.

    \b
    countersight judge split "Alder Optics" "Alder Opt."
    countersight judge split "Alder Optics" --not-same --yes --by "A. Reader" --because "two firms of one name"
    """
    from countersight.cli.judging import AGAIN, print_split
    from countersight.resolve.splitting import plan_split, split_identity

    if yes and not (by and reason):
        raise click.UsageError("to split needs --by and --because")
    with open_project(option) as (project, store):
        with store.view() as view:
            nodes = _load_nodes(project, view)
            plan = plan_split(nodes, view.findings(), [_member(nodes, words) for words in members], apart=apart)
        print_split(plan, nodes, as_json=as_json)
        if yes:
            split_identity(store, plan, nodes=nodes, by=by, reason=reason, now=datetime.now(UTC))
    if not as_json:
        echo(f"done; {AGAIN}" if yes else "nothing was done; add --yes, --by and --because to do it")


@judge.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_file(option: str | None, file: Path) -> None:
    """Write the judgements that stand to FILE, in the format of nomenklatura's resolver.

    The format knows no reasons. A cluster without an item of Wikidata gets an id that begins with NK-, as nomenklatura
    wants it.
    """
    from countersight.resolve.exchange import export_judgements

    with open_project(option) as (_, store):
        count = export_judgements(_clusters(store), file)
    echo(f"{count:,} {'judgement' if count == 1 else 'judgements'} in {file}")


@judge.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@BY
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@CONFIRM
@JSON
@click.pass_obj
def import_file(option: str | None, file: Path, by: str, *, dry_run: bool, confirm: bool, as_json: bool) -> None:
    """Take in judgements from FILE, a resolver file of nomenklatura.

    You stand behind what you take in; the reason of each tells who judged in the file, and when. Bad lines, and
    judgements that contradict what stands, are listed and not stored; `countersight failures` lists them again.
    """
    from countersight.cli.judging import print_imported
    from countersight.resolve.exchange import import_judgements

    if not by:
        raise click.UsageError("taking judgements in needs --by")
    with open_project(option) as (project, store):
        imported = import_judgements(
            store, file, by=by, now=datetime.now(UTC), entity=_entity_lookup(project), confirmed=confirm, trial=dry_run
        )
    print_imported(imported, trial=dry_run, as_json=as_json)


def _load_nodes(project: Project, view: "View") -> "Nodes":
    from countersight.resolve.nodes import load_nodes

    return load_nodes(view, entity=_entity_lookup(project))


def _clusters(store: "Store") -> "Clusters":
    from countersight.model.clusters import Clusters

    with store.view() as view:
        return Clusters(view.identity_judgements())


def _member(nodes: "Nodes", words: str) -> str:
    """Return the node to move out: the name itself if it was judged, else the organization that it stands for."""
    node = nodes.find(words)
    alone = len(nodes.clusters.members(node.id)) == 1
    return node.means if alone and node.means else node.id


def _entity_lookup(project: Project) -> "EntityLookup":
    from countersight.resolve import known_entities

    known = {entity.id: entity for entity in known_entities()}
    registry = _open_registry(project)
    return lambda node: known.get(node) or (registry.entity(node) if registry else None)


def _open_registry(project: Project) -> "Registry | None":
    """Open the organizations of imported lists, if lists were imported."""
    from countersight.resolve.registry import Registry

    try:
        return Registry.open(project.folder / "lists" / "registry")
    except NotFound:
        return None
