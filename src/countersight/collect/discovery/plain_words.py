"""Makes plain words of titles and names that may hold markup."""

import html
import re

LONGEST_TITLE = 500

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--.{0,1000}?-->")


def plain_words(text: str | None) -> str | None:
    """Return `text` without markup, in one line of at most 500 characters; nothing if no words are left."""
    if not text:
        return None
    start = text[: 20 * LONGEST_TITLE]
    # Taken as HTML, for RSS never said whether a title is that or text, and most who write "AT&amp;amp;T" mean AT&T.
    bare = html.unescape(_TAG.sub(" ", start))
    words = " ".join("".join(character if character.isprintable() else " " for character in bare).split())
    return words[:LONGEST_TITLE].rstrip() or None


def split_publisher(title: str | None, publisher: str | None) -> str | None:
    """Take the publisher's name off the end of a title, where an aggregator has put it: "Title - Publisher"."""
    if title is None or publisher is None:
        return title
    for mark in (" - ", " – ", " | "):
        if title.endswith(mark + publisher) and len(title) > len(mark + publisher):
            return title.removesuffix(mark + publisher).rstrip()
    return title
