"""What a named person says about whether two organizations, or a name and an organization, are the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from countersight.errors import BadJudgement, BrokenChain
from countersight.model.entity import JudgementValue
from countersight.values.digests import content_id

_ITEM = re.compile(r"Q[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityJudgement:
    """One link in the append-only chain of judgements on pairs.

    The last one on a pair stands; `no_judgement` takes back what was said of it before. A node is an entity's id, or
    the id that `name_node` gives to a name which no known organization has. Of two claims it is judged in the same
    chain whether they tell of one deal.
    """

    id: str
    """Hash of everything below, `previous` included: a change anywhere breaks the chain from there on."""
    sequence: int
    """Counted from one."""
    left: str
    """The node that sorts first."""
    right: str
    value: JudgementValue
    by: str
    """Who judged."""
    decided_at: datetime
    reason: str
    previous: str
    """Id of the judgement before, on whatever pair; empty for the first."""
    left_name: str = ""
    """What `left` was called when it was judged: the trail names it when the claims with that name are gone."""
    right_name: str = ""

    def __post_init__(self) -> None:
        if self.left >= self.right:
            raise BrokenChain(f"judgement {self.sequence} is on {self.left} and {self.right}, which are not in order")
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"judgement {self.sequence} is {self.id}, its content says {expected}")

    @property
    def is_on_claims(self) -> bool:
        """Whether it says which deal two claims tell of, and nothing of who is who."""
        return is_claim_node(self.left) and is_claim_node(self.right)


LINKED = ("sequence", "left", "right", "value", "by", "decided_at", "reason", "previous", "left_name", "right_name")
"""The fields that a judgement's id is the hash of."""


def judge_pair(
    one: str,
    other: str,
    value: JudgementValue,
    *,
    by: str,
    reason: str,
    decided_at: datetime,
    after: IdentityJudgement | None,
    names: Mapping[str, str] | None = None,
) -> IdentityJudgement:
    """Make the next link of the chain, `after` the last one, on two nodes in either order.

    `names` is what the nodes are called, for the trail.
    """
    left, right = sorted((one, other))
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "left": left,
        "right": right,
        "value": value,
        "by": by,
        "decided_at": decided_at,
        "reason": reason,
        "previous": after.id if after else "",
        "left_name": (names or {}).get(left, ""),
        "right_name": (names or {}).get(right, ""),
    }
    return IdentityJudgement(id=_link(**content), **content)


def check_signature(by: str, reason: str, now: datetime) -> tuple[str, str]:
    """Return the name and the reason without stray spaces.

    Raises:
        BadJudgement: nobody is named, there is no reason, or the time has no time zone.
    """
    by, reason = " ".join(by.split()), reason.strip()
    if not any(letter.isalpha() for letter in by):
        raise BadJudgement("a judgement needs the name of who judges")
    if not reason:
        raise BadJudgement("a judgement needs a reason")
    if now.tzinfo is None:
        raise BadJudgement("the time of a judgement needs a time zone")
    return by, reason


def name_node(key: str) -> str:
    """Name the node of a party that no known organization is: `key` is what `model.parties.name_key` gives."""
    return content_id("name", key)


def is_name_node(node: str) -> bool:
    """Whether a node is a name's, and no organization's."""
    return node.startswith("name-")


def is_claim_node(node: str) -> bool:
    """Whether a node is a claim: judgements on two of them say whether both tell of one deal."""
    return node.startswith("clm-")


def is_wikidata_item(node: str) -> bool:
    """Whether a node is an item of Wikidata: `Q` and a number."""
    return _ITEM.fullmatch(node) is not None


def _link(**content: Any) -> str:
    return content_id("idj", [content[name] for name in LINKED])
