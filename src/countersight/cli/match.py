"""The command `match`: which known organizations a name may mean, and why."""

from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.project import open_project

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.model.entity import Entity
    from countersight.resolve.weighing import Weighed


class Words(click.types.StringParamType):
    """What a person typed; bytes that are no UTF-8 become question marks."""

    name = "words"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As click says."""
        return value.encode("utf-8", "replace").decode("utf-8")


class Territory(Words):
    """The code of a territory that there is: any other one would speak against every candidate."""

    name = "territory"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As click says."""
        from countersight.values.territories import territory_name

        code = super().convert(value, param, ctx).lower()
        if territory_name(code) == code:
            self.fail(f"{code!r} is no code of a territory; Kenya's is ke", param, ctx)
        return code


@click.command()
@click.argument("name", type=Words())
@click.option("--territory", "territories", multiple=True, metavar="CODE", type=Territory(),
              help="Where the name's organization is said to be (ke); may be repeated.")  # fmt: skip
@click.option("--role", type=click.Choice(["supplier", "recipient", "speaker"]), help="What it is said to have done.")
@click.option(
    "--beside", "companions", multiple=True, metavar="NAME", type=Words(), help="Another party named with it."
)
@click.option("--context", default="", metavar="WORDS", type=Words(), help="The sentence in which the name stands.")
@click.option("--limit", type=click.IntRange(1, 10), default=5, help="How many to show.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one candidate a line.")
@click.pass_obj
def match(
    option: str | None,
    name: str,
    territories: tuple[str, ...],
    role: str | None,
    companions: tuple[str, ...],
    context: str,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Show which known organizations NAME may mean, each with its probability and what counted, in words.

    It looks among the organizations that come with Countersight and those of the imported lists, in any script. The
    first line says how a run would judge the name.

    \b
    countersight match "Hikvison" --territory cn
    countersight match "大华" --role supplier
    """
    from countersight.cli.printing import print_json
    from countersight.resolve import default_resolver
    from countersight.resolve.weighing import weigh_candidates

    with open_project(option) as (project, _):
        resolver = default_resolver(project.folder)
        role = role or ""
        answer = resolver.resolve(name, territories=territories, context=context, role=role, companions=companions)
        assert resolver.registry is not None  # noqa: S101  a project has one
        weighed = weigh_candidates(
            resolver.registry, name, territories=territories, context=context, role=role, companions=companions
        )[:limit]
        owners = {each.entity.parent: resolver.registry.entity(each.entity.parent) for each in weighed
                  if each.entity.parent}  # fmt: skip
    if as_json:
        print_json(weighed)
        return
    echo(f"{answer.value.value}: {answer.basis}")
    for each in weighed:
        _print_candidate(each, owners.get(each.entity.parent or ""))
    if not weighed:
        echo("no known organization shares anything with this name")


def _print_candidate(each: "Weighed", owner: "Entity | None") -> None:
    from countersight.values.territories import territory_name

    where = f", {territory_name(each.entity.territory)}" if each.entity.territory else ""
    lists = f", in {', '.join(each.entity.lists)}" if each.entity.lists else ""
    echo(f"\n{each.probability:.0%}  {each.entity.name} ({each.entity.id}{where}{lists})")
    if each.entity.parent:
        called = f"{owner.name} ({owner.id})" if owner else each.entity.parent
        echo(f"      part of {called}, which is another organization")
    for words in each.features:
        echo(f"      {words}")
