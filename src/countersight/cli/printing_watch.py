"""What the command `watch` prints of visits and sources."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from countersight.cli.printing import print_json, print_rows
from countersight.cli.terminal import echo
from countersight.collect.sources import Source
from countersight.collect.watching import Outcome, Standing, VisitSummary
from countersight.errors import BadSource

SHOWN = (
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.UNCHANGED,
    Outcome.VANISHED,
    Outcome.MOVED,
    Outcome.FAILED,
    Outcome.WAITING,
)


def print_visits(summaries: Sequence[VisitSummary]) -> None:
    """Print what came of visits, a line each."""
    columns = ("source", *(outcome.value for outcome in SHOWN), "yield", "trouble", "next visit")
    rows = (
        (
            each.source,
            *(_number(each.counts.get(outcome, 0)) for outcome in SHOWN),
            each.verdict or "as expected" if each.ended_at else "cut off",
            each.trouble or "",
            _moment(each.next_visit) if each.ended_at else "at once",
        )
        for each in sorted(summaries, key=lambda each: each.source)
    )
    print_rows(columns, rows, empty="nothing was due")


def visit_record(summary: VisitSummary) -> dict[str, Any]:
    """Return a visit as programs are told of it."""
    return {
        "source": summary.source,
        "begun_at": summary.begun_at,
        "ended_at": summary.ended_at,
        **{outcome.value: summary.counts.get(outcome, 0) for outcome in Outcome},
        "brought": summary.brought,
        "verdict": summary.verdict,
        "trouble": summary.trouble,
        "next_visit": summary.next_visit,
    }


def print_watched(standings: Sequence[Standing], *, as_json: bool) -> None:
    """Print how sources stand."""
    if as_json:
        print_json(map(_record, standings))
        return
    columns = ("source", "publisher", "kind", "from", "in", "letter", "last visit", "brought", "yield", "waiting",
               "trouble", "next visit")  # fmt: skip
    empty = (
        "no sources yet; `countersight watch add NAME ...` takes some in, `countersight watch list --all` names them"
    )
    print_rows(columns, map(_cells, standings), empty=empty)


def _cells(standing: Standing) -> tuple[str, ...]:
    source, last = standing.source, standing.last
    return (
        source.name,
        source.publisher,
        source.kind.value,
        source.territory,
        " ".join(source.languages),
        source.reliability.value,
        _moment(last.begun_at) if last else ("never" if standing.is_own else ""),
        _number(last.brought) if last else "",
        last.verdict or "as expected" if last and last.ended_at else "",
        _number(standing.waiting),
        last.trouble or "" if last else "",
        _due(standing),
    )


def _record(standing: Standing) -> dict[str, Any]:
    source = standing.source
    return {
        "name": source.name,
        "publisher": source.publisher,
        "owner": source.owner,
        "kind": source.kind,
        "territory": source.territory,
        "languages": source.languages,
        "reliability": source.reliability,
        "basis": source.basis,
        "website": source.website,
        "watched": standing.is_own,
        "checked": source.checked,
        "waiting": standing.waiting,
        "last": visit_record(standing.last) if standing.last else None,
        "next_visit": standing.next_visit,
    }


def print_checked(checked: Sequence[Source | BadSource], *, as_json: bool) -> None:
    """Print of each source whether it can be understood, and if not, why."""
    if as_json:
        print_json(_checked(checked))
        return
    wrong = [one for one in checked if isinstance(one, BadSource)]
    for one in wrong:
        echo(str(one), err=True)
    if not checked:
        echo("no sources yet; `countersight watch add NAME ...` takes some in")
    elif not wrong:
        echo(f"{len(checked):,} {'source is' if len(checked) == 1 else 'sources are'} understood")


def _checked(checked: Iterable[Source | BadSource]) -> Iterable[dict[str, Any]]:
    for one in checked:
        if isinstance(one, BadSource):
            yield {"path": str(one.path), "line": one.line, "problem": one.reason}
        else:
            yield {"path": str(one.path), "line": None, "problem": None}


def _due(standing: Standing) -> str:
    if standing.next_visit is None:
        return "not watched"
    return "due" if standing.next_visit <= datetime.now(UTC) else _moment(standing.next_visit)


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""
