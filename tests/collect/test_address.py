import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.address import file_address, is_url, path_of, storable, strip_userinfo

NAMES = st.binary(min_size=1, max_size=60).map(os.fsdecode).filter(lambda name: not {"/", "\0"} & {*name})


@settings(deadline=None)
@given(NAMES.filter(lambda name: name not in {".", ".."}))
def test_any_name_survives(name: str) -> None:
    assert path_of(file_address(f"/{name}")) == f"/{name}"


def test_one_place_has_one_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "way").symlink_to("folder")
    monkeypatch.chdir(tmp_path)
    ways = ("folder/a", "./folder/a", "way/a", "folder/../folder/a", str(tmp_path / "folder" / "a"))
    assert {file_address(way) for way in ways} == {(tmp_path.resolve() / "folder" / "a").as_uri()}


def test_last_link_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("elsewhere")
    assert file_address(str(tmp_path / "link")) == (tmp_path.resolve() / "link").as_uri()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://host.example", True),
        ("FTP://host.example", True),
        ("C:/a", False),
        ("a/b", False),
        ("mailto:x", False),
    ],
)
def test_scheme_makes_a_url(source: str, expected: bool) -> None:
    assert is_url(source) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:word@host.example/a", "https://host.example/a"),
        ("https://user:w@rd@host.example/a", "https://host.example/a"),
        ("https://host.example/@name?mail=a@b", "https://host.example/@name?mail=a@b"),
        ("https://host.example?to=a@b", "https://host.example?to=a@b"),
    ],
)
def test_only_userinfo_is_stripped(url: str, expected: str) -> None:
    assert strip_userinfo(url) == expected


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_storable_can_be_stored(source: str) -> None:
    storable(source).encode("utf-8")
