"""What the command `lists` prints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice

from rich.markup import escape
from rich.table import Table

from countersight.cli.console import console
from countersight.cli.printing import print_json
from countersight.cli.terminal import echo
from countersight.model.entity import Entity
from countersight.resolve.lists import Act, Change, Form, ListUpdate, Manifest
from countersight.values.territories import territory_name

SHOWN = 20
"""Changes, failures and organizations that are shown to people; `--json` gives all that are kept."""

SIGNS = {Act.ADDED: "+", Act.REMOVED: "-", Act.CHANGED: "~"}


def print_lists(manifests: Sequence[Manifest], *, as_json: bool, is_current: bool) -> None:
    """Print a line for each list."""
    if as_json:
        print_json(_summary(manifest) for manifest in manifests)
        return
    if not manifests:
        echo("no lists yet; countersight lists import FILE adds one, countersight lists forms says of what form")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("list", "form", "organizations", "left out", "unread rows", "updated"):
        table.add_column(title, justify="right" if title in ("organizations", "left out", "unread rows") else "left")
    for one in manifests:
        counts = (one.organizations, sum(one.left_out.values()), one.failures)
        table.add_row(one.name, one.form, *(f"{count:,}" for count in counts), f"{one.imported_at:%Y-%m-%d %H:%M}")
    console().print(table)
    if not is_current:
        echo("the registry is older than the lists: countersight lists build")


def print_update(done: ListUpdate, *, as_json: bool) -> None:
    """Print what an import did; of a new list only the counts."""
    changes = done.changes.first if done.previous else []
    if as_json:
        print_json(asdict(change) for change in changes)
        print_json([_summary(done.manifest) | _counts(done)])
        return
    one = done.manifest
    echo(f"{one.name} ({one.form}): {one.organizations:,} organizations; {_told(done)}")
    for change in changes[:SHOWN]:
        echo(_line(change))
    if done.previous and done.changes.total > SHOWN:
        echo(f"  … and {done.changes.total - SHOWN:,} more")
    if one.left_out:
        echo("  left out: " + "; ".join(f"{count:,} {reason}" for reason, count in one.left_out.items()))
    if one.failures:
        echo(f"  {one.failures:,} rows could not be read: countersight lists show {one.name} --failures")


def print_current(manifests: Iterable[Manifest], *, as_json: bool) -> None:
    """Print which lists there is nothing new for."""
    if not as_json:
        for manifest in manifests:
            echo(f"{manifest.name}: {manifest.path} is as it was")


def print_manifest(manifest: Manifest, *, as_json: bool) -> None:
    """Print what is known of a list; as JSON that is what `countersight lists --json` prints."""
    if as_json:
        return
    echo(f"{manifest.name} ({manifest.form}), imported {manifest.imported_at:%Y-%m-%d %H:%M} from {manifest.path}")
    for name, digest in manifest.sha256.items():
        echo(f"  SHA-256 {digest}  {name}")
    echo(f"  {manifest.organizations:,} organizations, {manifest.failures:,} rows that could not be read")
    for reason, count in manifest.left_out.items():
        echo(f"  left out: {count:,} {reason}")


def print_entities(entities: Iterator[Entity], *, as_json: bool) -> None:
    """Print organizations: for people the first of them, for programs all."""
    if as_json:
        print_json(entities)
        return
    table = Table(box=None, pad_edge=False)
    for title in ("id", "name", "territory", "topics"):
        table.add_column(title)
    for one in islice(entities, SHOWN):
        table.add_row(escape(one.id), escape(one.name), one.territory or "", ", ".join(one.topics))
    console().print(table)
    if next(entities, None) is not None:
        echo(f"… these are the first {SHOWN}; --json prints all")


def print_entity(entity: Entity, *, parent: Entity | None, as_json: bool) -> None:
    """Print all that a list says of one organization; `parent` is that to which it belongs, where the list has it."""
    if as_json:
        print_json([entity])
        return
    echo(f"{entity.name}  ({entity.id}, {entity.schema})")
    told = {
        "also": entity.aliases,
        "formerly": entity.former_names,
        "in short": entity.weak_names,
        "territory": (territory_name(entity.territory),) if entity.territory else (),
        "part of": _owner(entity, parent),
        "numbers": entity.identifiers,
        "topics": entity.topics,
        "lists": entity.lists,
        "sources": entity.sources,
    }
    for title, values in told.items():
        for value in values:
            echo(f"  {title:<10} {value}")


def _owner(entity: Entity, parent: Entity | None) -> tuple[str, ...]:
    if entity.parent is None:
        return ()
    return (f"{parent.name}  ({parent.id})" if parent else entity.parent,)


def print_failures(manifest: Manifest, *, as_json: bool) -> None:
    """Print the rows that could not be read, and why."""
    if as_json:
        print_json(manifest.first_failures)
        return
    for failure in manifest.first_failures[:SHOWN]:
        echo(f"{failure.item}: {failure.detail}")
    if manifest.failures > SHOWN:
        echo(f"… {manifest.failures:,} in all; --json prints the first {len(manifest.first_failures):,}")


def print_forms(forms: Iterable[Form], *, as_json: bool) -> None:
    """Print the forms of lists."""
    if as_json:
        print_json({"form": form.name, "title": form.title} for form in forms)
        return
    for form in forms:
        echo(f"{form.name:<24} {form.title}")


def _told(done: ListUpdate) -> str:
    counts = done.changes.counts
    if done.previous is None:
        return "a new list"
    if not done.changes.total:
        return "nothing changed"
    return f"{counts[Act.ADDED]:,} added, {counts[Act.REMOVED]:,} removed, {counts[Act.CHANGED]:,} changed"


def _line(change: Change) -> str:
    what = f"  ({', '.join(change.aspects)})" if change.aspects else ""
    lines = [f"  {SIGNS[change.act]} {change.name}  {change.id}{what}"]
    for name, before in change.before.items():
        lines.append(f"      {name}: {_value(before)} -> {_value(change.after[name])}")
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, tuple | list):
        value = "; ".join(map(str, value))
    return str(value)[:200] if value else "none"


def _summary(manifest: Manifest) -> dict[str, object]:
    kept = ("name", "form", "path", "sha256", "imported_at", "organizations", "left_out", "failures", "digest")
    return {name: getattr(manifest, name) for name in kept}


def _counts(done: ListUpdate) -> dict[str, object]:
    counts = done.changes.counts
    return {
        "is_new": done.previous is None,
        **{act.value: counts[act] for act in Act},
        "unchanged": done.changes.unchanged,
        "changes_printed": len(done.changes.first) if done.previous else 0,
    }
