"""Packages held against a small standard of our own, in the layout of the real one's repository."""

import json
import sys
import zipfile

import pytest

from countersight.collect.package_checks import check_package
from countersight.errors import UnreadableDocument, UsageError

pytest.importorskip("libcoveocds")
DRAFT = "http://json-schema.org/draft-04/schema#"
BASE = "https://standard.open-contracting.org/schema/1__1__5"
RELEASE_SCHEMA = {
    "id": f"{BASE}/release-schema.json",
    "$schema": DRAFT,
    "type": "object",
    "required": ["ocid", "id"],
    "properties": {
        "ocid": {"type": "string"},
        "id": {"type": "string"},
        "tender": {"type": "object", "properties": {"title": {"type": ["string", "null"]}}},
    },
}
PACKAGE_SCHEMA = {
    "$schema": DRAFT,
    "type": "object",
    "required": ["publisher"],
    "properties": {
        "version": {"type": "string"},
        "publisher": {"type": "object"},
        "releases": {"type": "array", "items": {"$ref": f"{BASE}/release-schema.json"}},
    },
}
GOOD = {"ocid": "ocds-a1b2c3-1", "id": "1", "tender": {"title": "Cameras"}}


@pytest.fixture
def standard(tmp_path):
    path = tmp_path / "standard.zip"
    files = {
        "release-schema.json": RELEASE_SCHEMA,
        "release-package-schema.json": PACKAGE_SCHEMA,
        "versioned-release-validation-schema.json": {"id": f"{BASE}/versioned.json", "$schema": DRAFT},
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("standard-1__1__5/", "")
        for name, schema in files.items():
            archive.writestr(f"standard-1__1__5/schema/{name}", json.dumps(schema))
        archive.writestr("standard-1__1__5/schema/codelists/awardStatus.csv", "Code,Title\nactive,Active\n")
    return path


@pytest.fixture
def check(tmp_path, standard):
    def check_words(words):
        path = tmp_path / "releases.json"
        path.write_text(words if isinstance(words, str) else json.dumps(words))
        return check_package(path, standard=standard)

    return check_words


def found(report):
    return {(problem.kind, problem.message, problem.places) for problem in report.problems}


def test_sound_package_has_no_problems(check):
    report = check({"version": "1.1", "publisher": {}, "releases": [GOOD, GOOD]})
    assert report.problems == ()
    assert (report.members, report.version) == (2, "1.1")


def test_problems_tell_their_places(check):
    bad = {"ocid": "x", "tender": {"title": 5, "color": "red"}}
    told = found(check({"version": "1.1", "publisher": {}, "releases": [GOOD, bad]}))
    assert ("schema", "'id' is missing but required", ("releases/1",)) in told
    assert ("prefix", "ocds prefixes bad format", ("releases/1/ocid",)) in told
    assert ("unknown field", "color", ("/releases/tender/color",)) in told


def test_lines_are_checked_without_an_envelope(check):
    report = check("\n".join(json.dumps(one) for one in (GOOD, {**GOOD, "tender": {"title": 5}})))
    assert [problem.places for problem in report.problems] == [("releases/1/tender/title",)]


def test_extensions_are_left_unchecked(check):
    extensions = ["https://orbex.example/extension.json"]
    report = check({"version": "1.1", "publisher": {}, "releases": [GOOD], "extensions": extensions})
    assert report.unchecked_extensions == tuple(extensions)


@pytest.mark.parametrize("words", ["", "{", '{"cameras": []}', "[" * 50_000])
def test_what_is_no_package_is_told(check, words):
    with pytest.raises(UnreadableDocument):
        check(words)


def test_unknown_version_is_told(check):
    with pytest.raises(UnreadableDocument, match="version"):
        check({"version": "9.9", "publisher": {}, "releases": [GOOD]})


def test_incomplete_standard_is_told(check, standard):
    with zipfile.ZipFile(standard, "w") as archive:
        archive.writestr("standard-1__1__5/", "")
    with pytest.raises(UsageError, match="lacks"):
        check({"version": "1.1", "publisher": {}, "releases": [GOOD]})


def test_missing_library_is_told(check, monkeypatch):
    monkeypatch.setitem(sys.modules, "libcoveocds.api", None)
    with pytest.raises(UsageError, match="validators"):
        check({"version": "1.1", "publisher": {}, "releases": [GOOD]})
