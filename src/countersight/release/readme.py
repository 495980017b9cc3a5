"""The README of a release: what each file is, in plain words, for someone who finds the folder alone."""

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from countersight.release.dataset import Dataset
from countersight.release.package import CHECKSUMS, DESCRIPTOR
from countersight.release.resources import resources_of
from countersight.release.summary import count_dataset


def write_readme(dataset: Dataset, path: Path, *, unstated: int, data_license: str) -> None:
    """Write the README. `unstated` findings have no relation in the FollowTheMoney stream."""
    source = (files(__package__) / "templates" / "readme.txt").read_text(encoding="utf-8")
    # Plain text: nothing in it is ever run or drawn, so nothing is escaped.
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)  # noqa: S701
    text = environment.from_string(source).render(
        title=" ".join(dataset.title.split()),
        version=dataset.version,
        released_at=f"{dataset.released_at:%Y-%m-%d %H:%M}",
        data_license=data_license,
        accepted_only=dataset.accepted_only,
        counts=count_dataset(dataset),
        unstated=unstated,
        files=[
            *((resource.path, resource.title) for resource in resources_of(dataset)),
            (DESCRIPTOR, "All of this for programs, with the meaning of every column (Data Package v2.0)"),
            (CHECKSUMS, f"Checksums; test them with: sha256sum -c {CHECKSUMS}"),
        ],
    )
    path.write_text(text, encoding="utf-8")
