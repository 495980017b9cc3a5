"""Brings findings up to date after decisions, in the background, so that nobody who decides waits for it."""

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Freshness:
    """How the findings stand to the decisions."""

    is_running: bool = False
    """Whether they are being remade now."""
    is_behind: bool = False
    """Whether something was decided since they were made."""


def freshness(request: Request) -> Freshness:
    """Say how the findings stand."""
    return Freshness()


def note_decision(request: Request) -> None:
    """Take note that something was decided, so that the findings are remade once the person pauses."""
