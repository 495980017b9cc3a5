"""By what a party is known: the one key that findings group by and that judgements on names are about.

`resolve` records judgements on these nodes and `corroborate` groups by them; both ask here, so that they always mean
the same. A finding's party comes from `identify_party`: where nothing was judged, the key is what it always was, the
entity's id, else the folded name, else the territories. Two parties that `are_judged_apart` belong in no one finding,
however alike their claims are.
"""

import re
import unicodedata
from typing import NamedTuple

from countersight.model.claim import Party
from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.finding import FindingParty
from countersight.model.identity import is_name_node, name_node


class Identity(NamedTuple):
    """Who a party is."""

    key: str
    """What makes two parties one."""
    entity_id: str | None
    """The organization, where one is known."""


def fold_words(words: str) -> str:
    """Fold words to what is compared: no case, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def party_name(party: Party) -> str:
    """Return the folded name of a party; empty where it has none.

    A name that only repeats the words of a territory is the territory: `China` and Chinese in two texts are one.
    """
    folded = fold_words(party.mention.name) if party.mention else ""
    return "" if folded in {fold_words(slot.mention.name) for slot in party.territories if slot.mention} else folded


def name_key(folded: str, territory: str | None = None) -> str:
    """Return what `name_node` takes: a folded name anywhere, or only within one territory.

    There is a national police in many territories; a judgement on the name within one says nothing of the others.
    """
    return f"{folded}|{territory}" if territory else folded


def party_nodes(party: Party) -> tuple[str, ...]:
    """Return the nodes of a party's name: within each of its territories, then anywhere. None where it has no name."""
    folded = party_name(party)
    if not folded:
        return ()
    codes = sorted({slot.code for slot in party.territories})
    return tuple(name_node(name_key(folded, code)) for code in (*codes, None))


def identify_party(party: Party, entity_id: str | None, clusters: Clusters) -> Identity:
    """Say who a party is: by what persons judged of its name, else by the machine's answer, else by the name itself.

    A person's judgement that the name is, is not, or may not be an organization stands above the machine's answer, and
    one on the name within a territory above one on the name anywhere.
    """
    nodes = party_nodes(party)
    judged = [clusters.canonical(node) for node in nodes]
    for place, canonical in enumerate(judged):
        if not is_name_node(canonical) and not any(_is_denied(node, canonical, clusters) for node in nodes[:place]):
            return Identity(canonical, canonical)
    if entity_id is not None and not any(_is_denied(node, entity_id, clusters) for node in nodes):
        canonical = clusters.canonical(entity_id)
        return Identity(canonical, canonical)
    for node, canonical in zip(nodes, judged, strict=True):
        if len(clusters.members(node)) > 1:
            return Identity(canonical, None)
    codes = ",".join(sorted({slot.code for slot in party.territories}))
    return Identity(party_name(party) or codes or str(party.mention and party.mention.name), None)


def are_judged_apart(one: FindingParty | None, other: FindingParty | None, clusters: Clusters) -> bool:
    """Whether persons judged that two parties, as `identify_party` named them, are not the same: never one finding."""
    if one is None or other is None or one.key == other.key:
        return False
    known = {clusters.canonical(node) for node in judged_nodes(other)}
    return any(clusters.apart_from(node) & known for node in judged_nodes(one))


def judged_nodes(party: FindingParty | None) -> tuple[str, ...]:
    """Return the nodes that judgements on a party, as `identify_party` named it, are about."""
    if party is None:
        return ()
    if party.entity_id is not None or is_name_node(party.key):
        return (party.key,)
    return tuple(name_node(name_key(party.key, code)) for code in (*party.territories, None))


def _is_denied(node: str, entity_id: str, clusters: Clusters) -> bool:
    return clusters.answer(node, entity_id) in (JudgementValue.NEGATIVE, JudgementValue.UNSURE)
