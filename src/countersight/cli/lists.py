"""The command `lists`: organizations that others publish, taken into the project as reference."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.errors import InputError, NotFound, UsageError
from countersight.project import find_project

if TYPE_CHECKING:  # the command line answers --help without them
    from collections.abc import Callable

    from countersight.model.entity import Entity
    from countersight.resolve.lists import ListFolder

FOLDER = "lists"
"""Where a project keeps its lists."""

Wanted = list[tuple[Path, str | None, str | None]]
"""Files to import, each with the name and the form that its list shall have, if they are given."""

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
LOSS = click.option(
    "--accept-loss", is_flag=True, help="Also where a list would lose more than half of its organizations."
)


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def lists(ctx: click.Context, *, as_json: bool) -> None:
    """Import lists of organizations that others publish, to resolve names with.

    Takes FollowTheMoney entities and statements, OpenSanctions, OFAC, UN, EU, UK, US and Chinese lists, GLEIF and
    Wikidata; `countersight lists forms` names all forms. Files may be packed (gzip, bzip2, ZIP).

    Countersight watches the trade, never people: persons, vessels and aircraft in a list are left out and counted, and
    so is whoever may be a person where a list does not say. Entries are joined across lists only where they state the
    same Wikidata item, LEI or number of one authority, never by name; the rest is for `countersight judge`.

    Without a command it lists what was imported.
    """
    if ctx.invoked_subcommand is None:
        from countersight.cli.printing_lists import print_lists
        from countersight.resolve.lists import is_registry_current

        folder = _folder(ctx)
        print_lists(folder.manifests(), as_json=as_json, is_current=is_registry_current(folder))


@lists.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", help="What the list is called; by default as its file.")
@click.option("--form", help="Its form, if the file does not show it; see `countersight lists forms`.")
@LOSS
@JSON
@click.pass_context
def import_(
    ctx: click.Context, files: tuple[Path, ...], name: str | None, form: str | None, *, accept_loss: bool, as_json: bool
) -> None:
    """Add lists, or put newer versions in the place of those of the same name.

    Shows what was added, removed and changed, then builds the registry of organizations anew. OFAC's legacy files come
    as several: name sdn.csv or cons_prim.csv, the others are read from the same folder. A file that cannot be imported
    is named and does not keep the others out.
    """
    if name and len(files) > 1:
        raise click.UsageError("--name is for one file")
    _import(_folder(ctx), [(path, name, form) for path in files], accept_loss=accept_loss, as_json=as_json)


@lists.command()
@click.argument("names", nargs=-1)
@LOSS
@JSON
@click.pass_context
def update(ctx: click.Context, names: tuple[str, ...], *, accept_loss: bool, as_json: bool) -> None:
    """Import lists again from the files that they came from, if those are no longer the same.

    Without names all lists are looked at. Countersight fetches nothing here: put the newer file in its place first.
    """
    from countersight.cli.printing_lists import print_current
    from countersight.resolve.lists import is_current

    folder = _folder(ctx)
    known = [folder.manifest(name) for name in names or folder.names()]
    behind = [manifest for manifest in known if not is_current(manifest)]
    print_current([manifest for manifest in known if manifest not in behind], as_json=as_json)
    wanted: Wanted = [(Path(manifest.path), manifest.name, manifest.form) for manifest in behind]
    _import(folder, wanted, accept_loss=accept_loss, as_json=as_json)


@lists.command()
@click.argument("name")
@click.argument("entity_id", metavar="[ID]", required=False)
@click.option("--failures", is_flag=True, help="Show the rows that could not be read instead.")
@JSON
@click.pass_context
def show(ctx: click.Context, name: str, entity_id: str | None, *, failures: bool, as_json: bool) -> None:
    """Show what is known of a list and the organizations in it, or one of them."""
    from countersight.cli.printing_lists import print_entities, print_entity, print_failures, print_manifest

    folder = _folder(ctx)
    manifest = folder.manifest(name)
    if failures:
        print_failures(manifest, as_json=as_json)
    elif entity_id is not None:
        entity = folder.entity(name, entity_id)
        print_entity(entity, parent=_parent(folder, name, entity), as_json=as_json)
    else:
        print_manifest(manifest, as_json=as_json)
        print_entities(folder.entities(name), as_json=as_json)


@lists.command()
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Forget a list and build the registry without it. The file that it came from stays."""
    folder = _folder(ctx)
    folder.remove(name)
    echo(f"the list {name} is forgotten")
    _build(folder)


@lists.command()
@click.pass_context
def build(ctx: click.Context) -> None:
    """Build the registry of organizations anew from the lists and the organizations that Countersight maintains.

    Only needed where an import was stopped before that, or after a newer Countersight was installed.
    """
    _build(_folder(ctx), even_if_current=True)


@lists.command()
@JSON
def forms(*, as_json: bool) -> None:
    """List the forms of lists that can be imported, as `--form` takes them."""
    from countersight.cli.printing_lists import print_forms
    from countersight.resolve.lists import FORMS

    print_forms(FORMS, as_json=as_json)


def _folder(ctx: click.Context) -> "ListFolder":
    from countersight.resolve.lists import ListFolder

    return ListFolder(find_project(ctx.obj).folder / FOLDER)


def _parent(folder: "ListFolder", name: str, entity: "Entity") -> "Entity | None":
    try:
        return folder.entity(name, entity.parent) if entity.parent else None
    except NotFound:  # the parent is on no list, or on another one
        return None


def _import(folder: "ListFolder", wanted: Wanted, *, accept_loss: bool, as_json: bool) -> None:
    from countersight.cli.printing_lists import print_update
    from countersight.resolve.lists import update_list

    failed = 0
    try:
        for path, name, form in wanted:
            try:
                with _counting(f"reading {path.name}") as observe:
                    done = update_list(folder, path, name=name, form=form, accept_loss=accept_loss, observe=observe)
            except (InputError, UsageError) as error:  # this file's fault: the others are imported all the same
                if len(wanted) == 1:
                    raise
                failed += 1
                echo(f"not imported: {error}", err=True)
                continue
            print_update(done, as_json=as_json)
    finally:  # what was imported before one file failed must be found by name, too
        _build(folder, is_quiet=as_json)
    if failed:
        raise UsageError(f"{failed} of {len(wanted)} files could not be imported")


def _build(folder: "ListFolder", *, even_if_current: bool = False, is_quiet: bool = False) -> None:
    from countersight.resolve.listings import open_book
    from countersight.resolve.lists import is_registry_current, rebuild_registry

    open_book(folder.folder.parent).close()  # put together here, for pages only read it
    if is_registry_current(folder) and not even_if_current:
        return
    total = sum(manifest.organizations for manifest in folder.manifests())
    with _counting("building the registry", total=total) as observe:
        count = rebuild_registry(folder, observe=observe)
    if not is_quiet:
        echo(f"the registry has {count:,} organizations, those that Countersight maintains included")


@contextmanager
def _counting(what: str, *, total: int | None = None) -> "Iterator[Callable[[int], None]]":
    """Show on a terminal how many organizations are done, while the block runs."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from countersight.cli.console import error_console
    from countersight.cli.progress import RateColumn

    console = error_console()
    if not console.is_terminal:
        yield lambda count: None
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.update(task, completed=count) if count % 1_000 == 0 else None
