"""What `review` does beyond a verdict: edit and add claims, merge and split findings, agreement between reviewers."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from countersight.cli.terminal import echo
from countersight.model.identity import IdentityJudgement
from countersight.project import open_project

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.review import ClaimForm, Written
    from countersight.store.base import Store, View

BY = click.option("--by", "reviewer", metavar="NAME", help="Who decides: a name stands behind every decision.")
REASON = click.option("--reason", default="", metavar="WORDS", help="Why, in your words.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
SET = click.option(
    "--set", "changes", multiple=True, metavar="SLOT=VALUE",
    help="One slot, such as status=planned or supplier.span=\"Alder Optics\"; may be given more than once.",
)  # fmt: skip
AGAIN = "run `countersight run` for findings to follow"


@click.command()
@click.argument("claim_id", metavar="CLAIM")
@click.argument("file", type=click.File(encoding="utf-8"), required=False)
@SET
@BY
@REASON
@JSON
@click.pass_obj
def edit(
    option: str | None, claim_id: str, file: TextIO | None, changes: tuple[str, ...], reviewer: str | None, reason: str,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Put a claim in place of CLAIM, which stays on record and counts for nothing from then on.

    FILE, or - for standard input, is a JSON object with the slots that change; without FILE and --set the claim is
    printed as such an object, to begin with. Every slot needs words within the evidence, told by start and end or by
    the words themselves, or the rule that the machine had for just that slot. `countersight review CLAIM --verdict
    undo` brings the machine's claim back.

    \b
    countersight review edit clm-3f2a > claim.json
    countersight review edit clm-3f2a claim.json --by "A. Reader" --reason "the buyer is the ministry"
    countersight review edit clm-3f2a --set status=planned --set status_words="will buy" --by "A. Reader"
    """
    from countersight.cli.printing import print_json
    from countersight.review import describe_claim, edit_claim

    with open_project(option) as (project, store):
        with store.view() as view:
            claim = view.claim(claim_id)
        form = describe_claim(claim)
        if file is None and not changes:
            print_json([form])
            return
        written = edit_claim(
            store, claim.id, form=_changed(store, claim.evidence[0].text_id, file, changes, form),
            reviewer=_named(reviewer), reason=reason, now=datetime.now(UTC), readers=project.readers,
        )  # fmt: skip
    _print_written(written, f"in place of {claim.id}", as_json=as_json)


@click.command("add")
@click.argument("document_id", metavar="DOCUMENT")
@click.argument("file", type=click.File(encoding="utf-8"), required=False)
@SET
@BY
@REASON
@JSON
@click.pass_obj
def add_missed(
    option: str | None, document_id: str, file: TextIO | None, changes: tuple[str, ...], reviewer: str | None,
    reason: str, *, as_json: bool,
) -> None:  # fmt: skip
    """Add a claim that the machine missed in DOCUMENT; it is accepted by who adds it, and no extractor retires it.

    FILE, or - for standard input, is a JSON object with the slots, as `review edit` prints them.

    \b
    countersight review add 9f86d081 claim.json --by "A. Reader"
    """
    from countersight.review import add_claim

    if file is None and not changes:
        raise click.UsageError("a claim needs a FILE with its slots, or --set")
    with open_project(option) as (project, store):
        with store.view() as view:
            text_id = _text_of(view, document_id)
        written = add_claim(
            store, text_id, form=_changed(store, text_id, file, changes, None), reviewer=_named(reviewer),
            reason=reason, now=datetime.now(UTC), readers=project.readers,
        )  # fmt: skip
    _print_written(written, "added", as_json=as_json)


@click.command()
@click.argument("finding_ids", nargs=-1, required=True, metavar="FINDING...")
@BY
@REASON
@JSON
@click.pass_obj
def merge(
    option: str | None, finding_ids: tuple[str, ...], reviewer: str | None, reason: str, *, as_json: bool
) -> None:
    """Say that findings tell of one deal; the next run puts them together, whatever keeps them apart.

    What contradicts an earlier judgement is refused. `countersight review ungroup` takes it back.

    \b
    countersight review merge fnd-12ab fnd-90cd --by "A. Reader" --reason "one tender, told by two papers"
    """
    from countersight.review import merge_findings

    with open_project(option) as (_, store):
        with store.view() as view:
            ids = [view.finding(name).id for name in finding_ids]
        made = merge_findings(store, ids, by=_named(reviewer), reason=reason, now=datetime.now(UTC))
    _print_judgements(made, as_json=as_json)


@click.command()
@click.argument("finding_id", metavar="FINDING")
@click.argument("claim_ids", nargs=-1, required=True, metavar="CLAIM...")
@BY
@REASON
@JSON
@click.pass_obj
def split(
    option: str | None, finding_id: str, claim_ids: tuple[str, ...], reviewer: str | None, reason: str, *, as_json: bool
) -> None:
    """Say that these claims of a finding tell of another deal than its others; the next run keeps them apart.

    \b
    countersight review split fnd-12ab clm-3f2a clm-9b01 --by "A. Reader" --reason "the second tender"
    """
    from countersight.review import split_finding

    with open_project(option) as (_, store):
        with store.view() as view:
            finding, ids = view.finding(finding_id).id, [view.claim(name).id for name in claim_ids]
        made = split_finding(store, finding, [ids], by=_named(reviewer), reason=reason, now=datetime.now(UTC))
    _print_judgements(made, as_json=as_json)


@click.command()
@click.argument("sequence", type=int, metavar="NUMBER")
@BY
@REASON
@JSON
@click.pass_obj
def ungroup(option: str | None, sequence: int, reviewer: str | None, reason: str, *, as_json: bool) -> None:
    """Take a merge or split back, by the number of any of its judgements; both stay on record."""
    from countersight.review import undo_grouping

    with open_project(option) as (_, store):
        made = undo_grouping(store, sequence, by=_named(reviewer), reason=reason, now=datetime.now(UTC))
    _print_judgements(made, as_json=as_json)


@click.command()
@JSON
@click.pass_obj
def agreement(option: str | None, *, as_json: bool) -> None:
    """Tell how far reviewers agree beyond chance on the claims that two or more of them decided on."""
    from countersight.cli.printing import print_json
    from countersight.review import measure_agreement
    from countersight.review.agreement import ENOUGH

    with open_project(option) as (_, store), store.view() as view:
        found = measure_agreement(view.docket())
    if as_json:
        print_json([found])
        return
    echo(f"{found.subjects:,} claims that two or more of {found.reviewers} reviewers decided on")
    if found.alpha is None or found.low is None or found.high is None:
        why = "all said the same" if found.is_enough else f"from {ENOUGH} claims on it can be told"
        echo(f"Krippendorff's alpha: not enough to tell, {why}")
    else:
        echo(f"Krippendorff's alpha {found.alpha:.2f}, between {found.low:.2f} and {found.high:.2f} (95%)")
    echo(f"all said the same of {found.agreed:,}")
    for one, other, count in found.confusion:
        echo(f"  {one.value} and {other.value}: {count:,}")


COMMANDS = (edit, add_missed, merge, split, ungroup, agreement)


def _changed(
    store: "Store", text_id: str, file: TextIO | None, changes: tuple[str, ...], form: "ClaimForm | None"
) -> "ClaimForm":
    """Read the slots that a file and options name, on top of the claim as it is."""
    from countersight.model.record import to_json
    from countersight.review import place_words, read_form

    record = _load(file) if file else {}
    base: dict[str, Any] = json.loads(to_json(form)) if form else {}
    for change in changes:
        path, is_told, value = change.partition("=")
        if not is_told:
            raise click.UsageError(f"--set takes SLOT=VALUE, not {change!r}")
        _put(record, base, path.split("."), _value(value))
    with store.view() as view:
        text = view.text(text_id)
    return read_form(place_words(record, text, onto=form), onto=form)


def _load(file: TextIO) -> dict[str, Any]:
    try:
        record = json.load(file)
    except ValueError as error:
        raise click.UsageError(f"{file.name} is no JSON: {error}") from None
    if not isinstance(record, dict):
        raise click.UsageError(f"{file.name} is no JSON object with slots")
    return record


def _put(record: dict[str, Any], base: dict[str, Any], path: list[str], value: Any) -> None:
    """Set what a path of names and numbers leads to, the rest of its slot as it was."""
    slot, *rest = path
    if not rest:
        record[slot] = value
        return
    place: Any = record.setdefault(slot, base.get(slot))
    if place is None:
        place = record[slot] = [] if rest[0].isdigit() else {}
    for number, name in enumerate(rest):
        is_last = number == len(rest) - 1
        inner = value if is_last else ([] if rest[number + 1].isdigit() else {})
        place = _step(place, name, inner, is_last=is_last)


def _step(place: Any, name: str, inner: Any, *, is_last: bool) -> Any:
    if isinstance(place, list) and name.isdigit() and int(name) <= len(place):
        if int(name) == len(place):
            place.append(inner)
        elif is_last or place[int(name)] is None:
            place[int(name)] = inner
        return place[int(name)]
    if isinstance(place, dict):
        if is_last or place.get(name) is None:
            place[name] = inner
        return place[name]
    raise click.UsageError(f"--set: there is nothing called {name!r} there")


def _value(words: str) -> Any:
    """Take numbers, true, false, null, lists and objects as JSON, all else as words."""
    try:
        return json.loads(words)
    except ValueError:
        return words


def _text_of(view: "View", document_id: str) -> str:
    from countersight.errors import AmbiguousId, NotFound
    from countersight.store.readings import newest_first

    if document_id.startswith("txt-"):
        return view.text(document_id).id
    found = {document.id for document in view.documents() if document.id.startswith(document_id)}
    if len(found) > 1:
        raise AmbiguousId(f"{document_id!r} begins more than one document")
    texts = newest_first(view, found.pop()) if found else []
    if not texts:
        raise NotFound(f"no document {document_id!r} that was read")
    return texts[0].id


def _named(reviewer: str | None) -> str:
    if not reviewer:
        raise click.UsageError("a decision needs --by")
    return reviewer


def _print_written(written: "Written", how: str, *, as_json: bool) -> None:
    from countersight.cli.printing import print_json

    if as_json:
        print_json([written.claim, written.decision])
        return
    decision = written.decision
    echo(f"decision {decision.sequence}: {written.claim.id} {how}, by {decision.reviewer}; {AGAIN}")


def _print_judgements(made: tuple[IdentityJudgement, ...], *, as_json: bool) -> None:
    from countersight.cli.printing import print_json
    from countersight.model.clusters import tell_judgement

    if as_json:
        print_json(made)
        return
    for judgement in made:
        echo(tell_judgement(judgement))
    echo(AGAIN)
