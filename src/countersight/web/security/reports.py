"""Reports of what the policy refused: counted by what and where, with no address, so that a hole or a fault shows."""

import json
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

MOST_KINDS = 200
"""Kinds of violation that are told apart; further ones are counted together."""
MOST_BYTES = 32_000
WORDS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self", "trusted-types-sink", "trusted-types-policy"})


@dataclass(slots=True)
class Violations:
    """How often what was refused, since the server began."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By directive, and by the scheme or keyword of what was refused."""
    _lock: Lock = field(default_factory=Lock)

    def note(self, directive: str, blocked: str) -> None:
        """Count one."""
        kind = (directive, blocked)
        with self._lock:
            self.counts[kind if kind in self.counts or len(self.counts) < MOST_KINDS else ("other", "other")] += 1


def read_reports(body: bytes) -> list[tuple[str, str]]:
    """Read what was refused from a report of either form, `csp-report` or the Reporting API; nothing from any other."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = told if isinstance(told, list) else [told]
    return [kind for report in reports[:20] if isinstance(report, dict) and (kind := _kind(report))]


def _kind(report: dict[str, Any]) -> tuple[str, str] | None:
    old = report.get("csp-report")
    new = report.get("body") if report.get("type") == "csp-violation" else None
    told = old if isinstance(old, dict) else new
    if not isinstance(told, dict):
        return None
    directive = told.get("effective-directive") or told.get("effectiveDirective") or told.get("violated-directive")
    blocked = told.get("blocked-uri") or told.get("blockedURL") or ""
    return _known_directive(directive), _blocked(blocked)


def _known_directive(value: object) -> str:
    words = value.split() if isinstance(value, str) else []
    name = words[0] if words else ""
    return name if name and len(name) <= 40 and all(char.isalpha() or char == "-" for char in name) else "unknown"


def _blocked(value: object) -> str:
    """Keep of an address its scheme alone: the rest may tell who saw which page."""
    if not isinstance(value, str):
        return "unknown"
    if value in WORDS:
        return value
    try:
        scheme = urlsplit(value[:200]).scheme
    except ValueError:
        return "unknown"
    return scheme if scheme.isalpha() and len(scheme) <= 20 else "unknown"


async def take_report(request: Request) -> Response:
    """Count what a browser reports; whatever it sends, the answer is the same."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return Response(status_code=204)
    for directive, blocked in read_reports(body):
        request.state.gate.violations.note(directive, blocked)
    return Response(status_code=204)
