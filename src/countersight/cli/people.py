"""The command `people`: who may sign in to the site, with which role, and who alone may see what is restricted."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import echo
from countersight.project import Project, find_project, open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.accounts import Accounts
    from countersight.accounts.people import Person
    from countersight.model.restriction import Restriction
    from countersight.store.base import View

ROLES = ("reader", "reviewer", "editor", "admin")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
BY = click.option("--by", metavar="NAME", help="Who does it; by default the user of this computer.")
REASON = click.option("--reason", required=True, help="Why, in your words; it is kept.")


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def people(ctx: click.Context, *, as_json: bool) -> None:
    """List and manage who may sign in to the site, and restrict what not everybody may see.

    Each role has all that those before it have: a reader sees, a reviewer decides, an editor also judges who is who,
    adds documents and restricts, an admin also manages people. Whoever is added gets a one-time link from you, by a way
    that you trust: no mail is sent.

    \b
    countersight people
    countersight people add "A. Reviewer" --role reviewer
    countersight people restrict clm-1f2e --to "A. Reviewer" --reason "the speaker could be known by it"
    """
    if ctx.invoked_subcommand is None:
        _print_people(ctx.obj, as_json=as_json)


@people.command("list")
@JSON
@click.pass_obj
def list_(option: str | None, *, as_json: bool) -> None:
    """List everybody, but for those who were removed.

    \b
    countersight people list
    """
    _print_people(option, as_json=as_json)


@people.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do.")
@BY
@click.pass_obj
def add(option: str | None, name: str, role: str, by: str | None) -> None:
    """Add a person and print the one-time link by which they choose a password.

    NAME is what decisions will record. It is never given to anybody else, also not after they are removed.

    \b
    countersight people add "A. Reviewer" --role reviewer
    """
    from countersight.accounts import Role
    from countersight.accounts.people import add_person

    with _opened(option) as (project, accounts):
        person = add_person(accounts, name, Role(role), by=_by(by))
        echo(f"added {person.name} as {person.role}")
        _print_link(project, accounts, person.name, by=_by(by))


@people.command()
@click.argument("name")
@click.option("--second-factor", is_flag=True, help="Take their second factor away too, if device and codes are lost.")
@BY
@click.pass_obj
def reset(option: str | None, name: str, by: str | None, *, second_factor: bool) -> None:
    """Print a new one-time link, by which a person chooses another password.

    Make sure that it is they who ask. A link printed before opens no more.

    \b
    countersight people reset "A. Reviewer"
    """
    with _opened(option) as (project, accounts):
        _print_link(project, accounts, name, by=_by(by), drops_second_factor=second_factor)


@people.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@BY
@click.pass_obj
def role(option: str | None, name: str, role: str, by: str | None) -> None:
    """Give a person another role; their sessions end with that.

    \b
    countersight people role "A. Reviewer" editor
    """
    from countersight.accounts import Role
    from countersight.accounts.people import change_role

    with _opened(option) as (_, accounts):
        person = change_role(accounts, name, Role(role), by=_by(by))
    echo(f"{person.name} is {person.role} now")


@people.command()
@click.argument("name")
@BY
@click.pass_obj
def disable(option: str | None, name: str, by: str | None) -> None:
    """Keep a person out for now: sessions and tokens end at once.

    \b
    countersight people disable "A. Reviewer"
    """
    from countersight.accounts.people import disable_person

    with _opened(option) as (_, accounts):
        echo(f"{disable_person(accounts, name, by=_by(by)).name} is kept out")


@people.command()
@click.argument("name")
@BY
@click.pass_obj
def enable(option: str | None, name: str, by: str | None) -> None:
    """Let a person in again who was kept out.

    \b
    countersight people enable "A. Reviewer"
    """
    from countersight.accounts.people import enable_person

    with _opened(option) as (_, accounts):
        echo(f"{enable_person(accounts, name, by=_by(by)).name} may sign in again")


@people.command()
@click.argument("name")
@BY
@click.pass_obj
def remove(option: str | None, name: str, by: str | None) -> None:
    """Keep a person out for good and forget how they signed in; what they decided stays under their name.

    \b
    countersight people remove "A. Reviewer"
    """
    from countersight.accounts.people import remove_person

    with _opened(option) as (_, accounts):
        echo(f"{remove_person(accounts, name, by=_by(by)).name} is removed")


@people.command()
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many lines.")
@JSON
@click.pass_obj
def log(option: str | None, limit: int, *, as_json: bool) -> None:
    """Show what happened to accounts, the last first; from where anybody came is not recorded.

    \b
    countersight people log --limit 200
    """
    from countersight.accounts.events import read_events
    from countersight.cli.printing import print_json, print_rows

    with _opened(option) as (_, accounts):
        happened = read_events(accounts, limit=limit)
    if as_json:
        print_json(happened)
        return
    rows = ((f"{one.at:%Y-%m-%d %H:%M}", one.what, one.person, one.by, one.detail) for one in happened)
    print_rows(("when", "what", "whose", "by", "further"), rows, empty="nothing yet")


@people.command()
@click.argument("subject", metavar="ID")
@click.option("--to", "readers", metavar="NAME", multiple=True, required=True, help="Who may still see it; repeat it.")
@REASON
@BY
@JSON
@click.pass_obj
def restrict(
    option: str | None, subject: str, readers: tuple[str, ...], reason: str, by: str | None, *, as_json: bool
) -> None:
    """Let only the people named see a document, with all that is in it, or a single claim.

    It is left out of every release, with the findings that rest on it. A claim alone hides what was found, not the
    words of its document. Whoever can read the project's files can read it still.

    \b
    countersight people restrict clm-1f2e --to Ana --to Bo --reason "the speaker could be known by it"
    """
    restriction, unknown = _restrict(option, subject, readers, reason=reason, by=_by(by))
    for name in unknown:
        echo(f"nobody here is called {name} so far: is the name right?", err=True)
    _print_restriction(restriction, as_json=as_json)


@people.command()
@click.argument("subject", metavar="ID")
@REASON
@BY
@JSON
@click.pass_obj
def lift(option: str | None, subject: str, reason: str, by: str | None, *, as_json: bool) -> None:
    """Let everybody see again what was restricted; both stay on record.

    \b
    countersight people lift clm-1f2e --reason "published elsewhere since"
    """
    restriction, _ = _restrict(option, subject, None, reason=reason, by=_by(by))
    _print_restriction(restriction, as_json=as_json)


@people.command()
@click.option("--all", "shows_all", is_flag=True, help="Also those that were lifted or replaced.")
@JSON
@click.pass_obj
def restrictions(option: str | None, *, shows_all: bool, as_json: bool) -> None:
    """List what not everybody may see: who may, who said so, and why.

    \b
    countersight people restrictions --all
    """
    from countersight.cli.printing import print_json, print_rows
    from countersight.model.restriction import standing_restrictions

    with open_project(option) as (_, store), store.view() as view:
        chain = list(view.restrictions())
    listed = chain if shows_all else list(standing_restrictions(chain).values())
    if as_json:
        print_json(listed)
        return
    rows = (
        (str(one.sequence), f"{one.decided_at:%Y-%m-%d}", one.subject_id[:16], _readers(one), one.by, one.reason)
        for one in listed
    )
    print_rows(("no.", "on", "what", "who may see it", "by", "because"), rows, empty="everybody may see everything")


def _print_people(option: str | None, *, as_json: bool) -> None:
    from countersight.accounts.people import list_people
    from countersight.cli.printing import print_json, print_rows

    with _opened(option) as (_, accounts):
        everybody = list_people(accounts)
    if as_json:
        print_json(everybody)
        return
    rows = ((one.name, one.role, one.state, _factor(one), f"{one.added_at:%Y-%m-%d}") for one in everybody)
    empty = 'nobody yet; `countersight people add "A. Name" --role admin` adds the first'
    print_rows(("name", "role", "state", "second factor", "since"), rows, empty=empty)


def _restrict(
    option: str | None, subject: str, readers: tuple[str, ...] | None, *, reason: str, by: str
) -> tuple["Restriction", list[str]]:
    """Append to the chain; return the link, and which of the readers nobody here is called."""
    from countersight.values.person_names import person_key

    with open_project(option) as (project, store):
        with store.view() as view:
            found = _find_subject(view, subject)
        with store.writer() as writer:
            link = writer.restrict(found, readers, by, reason, decided_at=datetime.now(UTC))
        known = _known_keys(project)
    return link, [name for name in readers or () if person_key(name) not in known]


def _find_subject(view: "View", beginning: str) -> str:
    """Find a claim by the beginning of its id, else a document by its whole id."""
    if beginning.startswith("clm-"):
        return view.claim(beginning).id
    return view.document(beginning).id


def _known_keys(project: Project) -> set[str]:
    from countersight.accounts import Accounts
    from countersight.accounts.database import FILE_NAME
    from countersight.accounts.people import list_people
    from countersight.values.person_names import person_key

    keys = {person_key(project.settings.person or person_here())}
    if (project.folder / FILE_NAME).exists():
        accounts = Accounts(project.folder)
        keys |= {one.key for one in list_people(accounts)}
        accounts.close()
    return keys


@contextmanager
def _opened(option: str | None) -> Iterator[tuple[Project, "Accounts"]]:
    from countersight.accounts import Accounts

    project = find_project(option)
    accounts = Accounts(project.folder)
    try:
        yield project, accounts
    finally:
        accounts.close()


def _print_link(
    project: Project, accounts: "Accounts", name: str, *, by: str, drops_second_factor: bool = False
) -> None:
    from countersight.accounts.invitations import invite_person

    word = invite_person(accounts, name, by=by, drops_second_factor=drops_second_factor)
    site = project.settings.public_address.rstrip("/") or "https://SITE"
    echo(f"{site}/invitation?word={word}")
    echo("pass it on by a way that you trust; it opens once, within 48 hours", err=True)


def _print_restriction(link: "Restriction", *, as_json: bool) -> None:
    from countersight.cli.printing import print_json

    if as_json:
        print_json([link])
    else:
        echo(f"restriction {link.sequence}: {link.subject_id} may be seen by {_readers(link)}")


def _readers(link: "Restriction") -> str:
    return "everybody" if link.readers is None else ", ".join(link.readers)


def _factor(person: "Person") -> str:
    return "at the provider" if person.is_from_provider else "yes" if person.has_second_factor else "no"


def _by(name: str | None) -> str:
    return name or person_here()


def person_here() -> str:
    """Return the name of the user of this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in a container, or no such system
        return "me"
