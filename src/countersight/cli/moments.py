"""The options `--published-by` and `--as-of`: a question asked as of a day of publication and a time of the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import click

from countersight.model.as_of import AsOf
from countersight.store.base import Store, View

Command = TypeVar("Command", bound=Callable[..., Any])

DAY = "%Y-%m-%d"


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601; without a time zone UTC, and a day alone means its end."""

    name = "time"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the words."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time such as 2026-03-01 or 2026-03-01T12:00", param, ctx)
        if len(value) <= len("2026-03-01"):
            moment = datetime.combine(moment, time.max)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _keep(ctx: click.Context, param: click.Parameter, value: date | datetime | None) -> None:
    ctx.meta[f"{__name__}.{param.name}"] = value


def with_moments(command: Command) -> Command:
    """Give a command the two options; `asked_as_of` tells what was asked."""
    for option in (
        click.option("--as-of", type=Moment(), metavar="TIME", callback=_keep, expose_value=False,
                     help="As the store stood then, whatever was recorded or withdrawn later (2026-03-01)."),
        click.option("--published-by", type=click.DateTime([DAY]), metavar="DAY", callback=_keep, expose_value=False,
                     help="Only what was public by that day; an undated document counts from its first capture."),
    ):  # fmt: skip
        command = option(command)
    return command


def asked_as_of() -> AsOf:
    """Return the moments that the command at work was asked as of."""
    meta = click.get_current_context().meta
    published = meta.get(f"{__name__}.published_by")
    return AsOf(published=published.date() if published else None, recorded=meta.get(f"{__name__}.as_of"))


@contextmanager
def asked_view(store: Store) -> Iterator[View]:
    """Open a view of the store as of the moments that were asked."""
    asked = asked_as_of()
    if asked.published is None:  # nothing is grouped anew, so what groups need not be loaded
        with store.view(asked) as view:
            yield view
        return
    from countersight.pipeline import view_as_of

    with view_as_of(store, asked) as view:
        yield view
