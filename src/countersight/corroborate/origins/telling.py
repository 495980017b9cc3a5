"""Why documents were joined, in words."""

from collections.abc import Mapping
from typing import Any, Final

from countersight.corroborate.origins.comparing import Links, Reason
from countersight.corroborate.origins.forest import Link
from countersight.corroborate.origins.prints import Label

CERTAIN: Final = 2.0
"""A strength above every share, so that the plainest reason is the one that is told."""
SHORT: Final = 12
"""Digits of a document's id that are told."""


def tell_links(links: Links, labels: Mapping[int, Label]) -> list[Link]:
    """Tell links in words; those between two texts of one document are left out.

    Args:
        links: of type `LINK`.
        labels: the labels of all their texts, by number.
    """
    told = (_tell(link, labels[int(link["first"])], labels[int(link["second"])]) for link in links)
    return [link for link in told if link.first != link.second]


def _tell(link: Any, smaller: Label, larger: Label) -> Link:
    first, second = sorted((smaller.document_id, larger.document_id))
    reason = Reason(link["reason"])
    certain = reason in {Reason.SAME_WORDS, Reason.SAME_ADDRESS}
    if certain:
        address = smaller.address if smaller.document_id == first else larger.address
        alike = "have the same text" if reason is Reason.SAME_WORDS else f"give themselves the same address, {address}"
        words = f"documents {first[:SHORT]} and {second[:SHORT]} {alike}"
    else:
        words = _tell_share(link, reason, smaller, larger)
    return Link(first=first, second=second, strength=CERTAIN if certain else float(link["share"]), words=words)


def _tell_share(link: Any, reason: Reason, smaller: Label, larger: Label) -> str:
    length = "eight-character" if link["unspaced"] else "five-word"
    words = f"{link['share']:.0%} of the {length} sequences of document {smaller.document_id[:SHORT]}"
    words += f" stand in document {larger.document_id[:SHORT]}"
    if reason is Reason.CREDITED:
        return f"{words}, and both credit {smaller.credit}"
    if reason is Reason.COPY:
        return words
    if link["unspaced"]:
        return f"{words}, and their pairs of characters agree to {link['words']:.0%}"
    agreed = f"names and figures agree to {link['names']:.0%}, their longer words to {link['words']:.0%}"
    return f"{words}, and their {agreed}"
