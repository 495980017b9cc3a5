"""The files of others that come along are as their lists say."""

import re
from pathlib import Path

import pytest

import countersight.drawing
import countersight.web
from countersight.values.digests import sha256_hex

FOLDERS = {
    "static": Path(countersight.web.__file__).parent / "static",
    "fonts": Path(countersight.drawing.__file__).parent / "fonts",
}
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \|.*`(?P<digest>[0-9a-f]{64})` \|$", re.MULTILINE)


def listed(folder: Path) -> dict[str, str]:
    """Return the hash of each file that a folder's list names."""
    return dict(ROW.findall((folder / "VENDOR.md").read_text("utf-8")))


@pytest.mark.parametrize("name", FOLDERS)
def test_listed_files_have_the_hashes_that_their_list_gives(name: str) -> None:
    files = listed(FOLDERS[name])
    assert files
    assert files == {file: sha256_hex((FOLDERS[name] / file).read_bytes()) for file in files}


def test_no_file_of_others_is_missing_from_its_list() -> None:
    static, fonts = FOLDERS["static"], FOLDERS["fonts"]
    there = {str(path.relative_to(static)) for part in ("vendor", "fonts") for path in (static / part).glob("*.[jw]*")}
    assert there == set(listed(static))
    assert {path.name for path in fonts.glob("*.ttf")} == set(listed(fonts))
