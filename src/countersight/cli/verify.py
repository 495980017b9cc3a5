"""The command `verify`: the proof that nothing was changed."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo, plain_line
from countersight.project import open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.custody.verifying import Verification
    from countersight.store.base import Store


@click.command()
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--by", metavar="NAME", help="Put on the log that all was checked and held, and who had it checked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@click.pass_obj
def verify(option: str | None, /, record_id: str | None, by: str | None, *, as_json: bool) -> None:
    """Recompute every hash, quote and link, and name what does not hold, the first first.

    \b
    countersight verify
    countersight verify clm-3f2a
    countersight verify --json --by "A. Reader"

    It goes through the archive, texts, claims, findings, every chain, the log of custody, the inventories with their
    timestamps, and the web archives; with ID through the documents behind one record alone. The exit code is 1 where
    anything is broken.
    """
    from countersight.cli.printing import print_json
    from countersight.custody.verifying import record_verification, verify_subject

    if record_id is not None and by is not None:
        raise click.UsageError("--by puts on the log that all was checked; it goes with no ID")
    with open_project(option) as (_, store):
        if record_id is not None:
            done = verify_subject(store, record_id)
            if not as_json:
                for words in done.breaks:
                    echo(words)
        else:
            done = _verify_all(store, is_quiet=as_json)
        if by is not None and done.holds:
            record_verification(store, done, by=by, at=datetime.now(UTC))
    if as_json:
        print_json([_verification_record(done)])
    elif done.holds:
        _print_verification(done)
    if done.breaks:
        number = f"{len(done.breaks):,} {'break' if len(done.breaks) == 1 else 'breaks'}"
        sys.exit(plain_line(f"countersight: {number} in {_counted(done)}; the first: {done.breaks[0]}"))


def _verify_all(store: "Store", *, is_quiet: bool) -> "Verification":
    from countersight.cli.progress import counting
    from countersight.collect.archives.checking import check_archives
    from countersight.custody.verifying import verify_project

    with counting() as checked:
        return verify_project(
            store, archives=check_archives, checked=checked, found=(lambda _: None) if is_quiet else echo
        )


def _print_verification(done: "Verification") -> None:
    echo(f"everything holds: {_counted(done)}")
    for each in done.attestations:
        told = each.words if each.is_checked else "not checked, as countersight[timestamps] is not installed"
        echo(f"inventory {each.inventory}: {told} ({each.file.name})")
    if done.head:
        echo(f"head of the log of custody: {done.head}")


def _counted(done: "Verification") -> str:
    return ", ".join(f"{count:,} {_word(what, count)}" for what, count in done.checked.items())


def _word(what: str, count: int) -> str:
    if what == "custody":
        return "acts" if count != 1 else "act"
    return what[:-1] if count == 1 else what


def _verification_record(done: "Verification") -> dict[str, object]:
    return {
        "holds": done.holds,
        "checked": done.checked,
        "head": done.head,
        "first_break": done.breaks[0] if done.breaks else None,
        "breaks": done.breaks,
        "attestations": [
            {
                "inventory": each.inventory,
                "file": each.file.name,
                "is_checked": each.is_checked,
                "words": each.words,
                "fault": each.fault,
            }
            for each in done.attestations
        ],
    }
