"""Declares made-up sources in a project."""

from pathlib import Path

SOURCE = """\
publisher: The Glimmer Post
{owner}
territory: no
kind: news
website: {website}
reliability: {{letter: {letter}, basis: corrects what it got wrong}}
entries: [{{kind: feed, address: https://feeds.example/{name}.xml}}]
schedule: {schedule}
recapture: never
expected: {{least: 1, most: 40, per: week}}
"""


def declare(
    folder: Path,
    name: str = "glimmer_post",
    *,
    website: str = "https://www.paper.example/",
    letter: str = "C",
    owner: str = "",
    schedule: str = "daily",
) -> Path:
    """Write the `source.yml` of one source into the project in `folder`."""
    path = folder / "sources" / name / "source.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    said = f"owner: {owner}" if owner else "note: nobody knows who owns it"
    words = SOURCE.format(name=name, owner=said, website=website, letter=letter, schedule=schedule)
    path.write_text(words, encoding="utf-8")
    return path
