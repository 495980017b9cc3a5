"""The page of a bundle: what it is, what is in it, and how to check each step, for a judge or an editor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from countersight.custody.attestations import Attestation
from countersight.custody.bundle.attested import Attested
from countersight.custody.bundle.gathering import Subject
from countersight.custody.lists import event_line
from countersight.model.custody import CustodyEvent

CHAIN_SCRIPT = """\
import hashlib, json
sha = lambda data: hashlib.sha256(data).hexdigest()
for line in open("custody.jsonl", encoding="utf-8"):
    act = json.loads(line)
    body = {name: act[name] for name in ("subject_id", "act", "by", "at", "detail")}
    body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    link = f"{act['sequence']} {act['previous'] or '-'} {sha(body.encode())}"
    assert sha(link.encode()) == act["id"], f"act {act['sequence']} was changed"
    print(act["sequence"], act["act"], act["at"], "holds")
"""
"""Recomputes the hash of every act, for who would rather not run `check.py` unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    event: CustodyEvent
    where: str
    """Folder of the inventory that tells of it; empty where none does yet."""


def render_readme(
    subject: Subject,
    attested: Attested,
    attestations: Sequence[Attestation],
    *,
    by: str,
    now: datetime,
    original: Callable[[str], str],
) -> str:
    """Write the page of a bundle: plain HTML without scripts or links, all that documents say escaped."""
    acts = [_Act(event=event, where=_where(event, attested)) for event in subject.all_events()]
    files = {number: [each for each in attestations if each.inventory == number] for number in _numbers(attested)}
    return _template().render(
        subject=subject,
        attested=attested,
        acts=acts,
        files=files,
        by=by,
        now=now,
        original=original,
        script=CHAIN_SCRIPT,
        example=event_line(acts[0].event) if acts else "",
    )


def _numbers(attested: Attested) -> list[int]:
    return [inventory.number for inventory in attested.inventories]


def _where(event: CustodyEvent, attested: Attested) -> str:
    return next((each.folder.name for each in attested.inventories if each.first <= event.sequence <= each.last), "")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("countersight.custody.bundle", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("readme.html.jinja")
