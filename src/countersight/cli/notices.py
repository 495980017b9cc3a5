"""The command `notices`: what is withdrawn, what is put right, and what those concerned reply, for all to read."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.people import BY, JSON, person_here
from countersight.cli.terminal import echo
from countersight.project import open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.model.notice import Notice
    from countersight.store.base import Store, View

WORDS = click.option("--because", "words", required=True, help="Why, in words for those who read the dataset.")
LONGEST_REPLY_BYTES = 1 << 20


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def notices(ctx: click.Context, *, as_json: bool) -> None:
    """List withdrawals, corrections and replies, and make them known.

    They are public: every release has them, with the words given, and so has the site. None is ever removed; a
    withdrawal is taken back by a restoration, and both stay on record.

    \b
    countersight notices
    countersight notices withdraw 3f2a… --because "the paper says that the memo is a forgery"
    countersight notices reply fnd-9b01 --party "Acme Ltd" --file reply.txt
    """
    if ctx.invoked_subcommand is None:
        _print_all(ctx.obj, as_json=as_json)


DOCUMENT = click.argument("document", metavar="[DOCUMENT]", required=False)
SOURCE = click.option("--source", metavar="NAME", help="All of a publisher instead: its name or host.")
SPEAKER = click.option("--speaker", metavar="NAME", help="All claims on one speaker's word, or of one mapping.")
AGENCY = click.option("--agency", metavar="NAME", help="All of a news agency's wire, whoever prints it.")


@notices.command()
@DOCUMENT
@SOURCE
@SPEAKER
@AGENCY
@WORDS
@BY
@JSON
@click.pass_obj
def withdraw(option: str | None, /, words: str, by: str | None, *, as_json: bool, **named: str | None) -> None:
    """Rely on something no longer: the claims and what rests on them leave findings and releases.

    That is a document; or all of a publisher; or all claims on the word of a speaker, whoever quotes it; or all that a
    news agency wired. What comes of it later is kept and read, but no claim is taken from it.

    \b
    countersight notices withdraw 3f2a… --because "the paper says that the memo is a forgery"
    countersight notices withdraw --source forger.example --because "it makes its interviews up"
    countersight notices withdraw --speaker "Acme Ltd" --because "it took back all its figures"
    """
    from countersight import review
    from countersight.pipeline import declared_sources

    what, name = _only_named(named)

    def act(store: "Store") -> "Notice":
        who = by or person_here()
        if what == "source":
            declared = declared_sources(store.folder)
            return review.withdraw_source(store, name, words=words, by=who, declared=declared)
        if what == "document":
            return review.withdraw_document(store, _whole_id(store, name), words=words, by=who)
        make = review.withdraw_speaker if what == "speaker" else review.withdraw_agency
        return make(store, name, words=words, by=who)

    _make_known(option, act, as_json=as_json)


@notices.command()
@DOCUMENT
@SOURCE
@SPEAKER
@AGENCY
@WORDS
@BY
@JSON
@click.pass_obj
def restore(option: str | None, /, words: str, by: str | None, *, as_json: bool, **named: str | None) -> None:
    """Take a withdrawal back: what it ended stands again, unless another one holds it out.

    \b
    countersight notices restore 3f2a… --because "the original was shown to us"
    """
    from countersight.model.notice import About
    from countersight.review import restore as take_back

    what, name = _only_named(named)

    def act(store: "Store") -> "Notice":
        subject = _whole_id(store, name) if what == "document" else name
        return take_back(store, subject, words=words, by=by or person_here(), about=About(what))

    _make_known(option, act, as_json=as_json)


@notices.command()
@click.argument("subject", metavar="ID")
@WORDS
@BY
@JSON
@click.pass_obj
def correct(option: str | None, subject: str, words: str, by: str | None, *, as_json: bool) -> None:
    """Say what was wrong in a published finding, claim or document, and what is right.

    It changes nothing by itself: `countersight review` rejects or edits the claim.

    \b
    countersight notices correct fnd-9b01 --because "Version 3 said 2,000 cameras; the contract says 200."
    """
    from countersight.review import correct as put_right

    _make_known(
        option,
        lambda store: put_right(store, _whole_id(store, subject), words=words, by=by or person_here()),
        as_json=as_json,
    )


@notices.command()
@click.argument("subject", metavar="ID")
@click.option("--party", required=True, help="Who replies, as it asks to be named.")
@click.option("--words", help="The reply, as it was given.")
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A text file of it.")
@BY
@JSON
@click.pass_obj
def reply(
    option: str | None, subject: str, party: str, words: str | None, path: Path | None, by: str | None, *, as_json: bool
) -> None:
    """Put what a party answers beside a finding or claim, in its own words.

    It stays with the claims that the finding rests on, whatever finding they are part of later.

    \b
    countersight notices reply fnd-9b01 --party "Acme Ltd" --words "We sold none."
    """
    from countersight.review import attach_reply

    if (words is None) == (path is None):
        raise click.UsageError("give the reply with --words, or a text file of it with --file")
    said = words if path is None else _read_reply(path)
    _make_known(
        option,
        lambda store: attach_reply(
            store, _whole_id(store, subject), party=party, words=str(said), by=by or person_here()
        ),
        as_json=as_json,
    )


def _read_reply(path: Path) -> str:
    if path.stat().st_size > LONGEST_REPLY_BYTES:
        raise click.UsageError(
            f"{path} has over {LONGEST_REPLY_BYTES:,} bytes; add it as a document and reply in short"
        )
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is no text in UTF-8: {error.reason}") from error


def _only_named(named: dict[str, str | None]) -> tuple[str, str]:
    """Return the one thing that is named, with the word for what it is."""
    given = [(what, name) for what, name in named.items() if name is not None]
    if len(given) != 1:
        raise click.UsageError(
            "name a document by its id, a publisher with --source, a speaker with --speaker, "
            "or a news agency with --agency: just one"
        )
    return given[0]


def _whole_id(store: "Store", beginning: str) -> str:
    """Find a claim or finding by the beginning of its id; a document, or what is no more, by its whole id."""
    from countersight.errors import NotFound

    with store.view() as view:
        try:
            return _find(view, beginning)
        except NotFound:
            return beginning


def _find(view: "View", beginning: str) -> str:
    if beginning.startswith("clm-"):
        return view.claim(beginning).id
    return view.finding(beginning).id if beginning.startswith("fnd-") else view.document(beginning).id


def _make_known(option: str | None, act: "Callable[[Store], Notice]", *, as_json: bool) -> None:
    """Append a notice, and have the findings follow."""
    from countersight.cli.printing import print_json
    from countersight.model.notice import NoticeKind
    from countersight.pipeline import bring_up_to_date

    with open_project(option) as (_, store):
        with store.view() as view:
            claims, findings = view.count("claims"), view.count("findings")
        notice = act(store)
        if notice.kind in (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION):
            bring_up_to_date(store)
        with store.view() as view:
            now = view.count("claims"), view.count("findings")
    if as_json:
        print_json([notice])
        return
    echo(f"notice {notice.sequence}: {notice.kind} of {_name(notice)}")
    if now != (claims, findings):
        echo(f"  claims {claims:,} → {now[0]:,}, findings {findings:,} → {now[1]:,}")
    echo("next: countersight release publishes it")


def _print_all(option: str | None, *, as_json: bool) -> None:
    from countersight.cli.printing import print_json, print_rows

    with open_project(option) as (_, store), store.view() as view:
        chain = list(view.notices())
    if as_json:
        print_json(chain)
        return
    rows = (
        (str(one.sequence), f"{one.at:%Y-%m-%d}", one.kind, _name(one), one.party or one.by, one.words, _changed(one))
        for one in chain
    )
    empty = "nothing was withdrawn, corrected or replied to"
    print_rows(("no.", "on", "what", "of", "by", "words", "changed"), rows, empty=empty)


def _changed(notice: "Notice") -> str:
    """Say in short what followed at once; a correction or reply changes nothing by itself."""
    if notice.claims is None:
        return ""
    rested = f", findings {notice.findings:,}" if notice.findings is not None else ""
    return f"claims {notice.claims:,}, documents {notice.documents or 0:,}{rested}"


def _name(notice: "Notice") -> str:
    return f"{notice.about} {notice.name}" if notice.is_keyed else notice.subject_id[:16]
