"""The command `count`: numbers of claims that were made of tables, as those who publish such tables give them."""

import click

from countersight.cli.moments import asked_view, with_moments
from countersight.errors import UsageError
from countersight.project import open_project


@click.command()
@click.option("--from", "mapping", default="", metavar="MAPPING", help="Only claims that this mapping made.")
@click.option("--by", multiple=True, metavar="FIELD", help="Count for each value of a field; may be given again.")
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Only claims that say so; also a|b, and !=.")
@click.option("--distinct", default="", metavar="FIELD", help="Also count the different values of this field.")
@click.option("--sum", "is_summed", is_flag=True, help="Also add up the quantities, by their unit.")
@with_moments
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def count(
    option: str | None,
    mapping: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    distinct: str,
    *,
    is_summed: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Count the claims that mappings made of tables: claims, rows, different values, sums of quantities.

    A FIELD is recipient, recipient-territory, supplier, supplier-territory, technology, kind, status, year, mapping,
    or `row.` and an attribute of the mapping or a column of its table. Names are as written, territories are codes. A
    claim with two values of a field counts for each.

    \b
    countersight count --from spyware-inventory --distinct recipient-territory
    countersight count --from spyware-inventory --where supplier-territory=il --distinct recipient-territory
    countersight count --from finfisher-customers --by row.product --sum
    """
    from countersight.cli.printing_tables import print_count
    from countersight.extract.mapping import Asked, choose_mapping, count_claims, load_mappings
    from countersight.extract.mapping.counting import parse_condition

    if as_csv and as_json:
        raise click.UsageError("choose --csv or --json")
    asked = Asked(mapping=mapping, by=by, where=tuple(map(parse_condition, where)), distinct=distinct)
    with open_project(option) as (project, store), asked_view(store) as view:
        mappings = load_mappings(project.folder)
        if mapping:
            choose_mapping(mapping, mappings)
        rows = count_claims(view.claims(), view.text, mappings, asked)
        if not any(row.claims for row in rows) and not view.count("claims"):
            raise UsageError("the project has no claims yet; `countersight add TABLE` and `countersight run` make some")
    print_count(rows, asked, is_summed=is_summed, form="csv" if as_csv else "json" if as_json else "table")
