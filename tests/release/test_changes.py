"""The change list between two releases."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import NotFound, UsageError
from countersight.release.changes import Operation, compare_releases

Claims = dict[str, str]


def release(folder: Path, claims: Claims, findings: dict[str, list[str]]) -> Path:
    """A release folder with just what is compared."""
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, list[dict[str, Any]]] = {
        "claims": [{"id": name, "status": status} for name, status in sorted(claims.items())],
        "findings": [{"id": name, "claim_ids": sorted(of)} for name, of in sorted(findings.items())],
    }
    for name, records in told.items():
        (folder / f"{name}.ndjson").write_text("".join(json.dumps(one) + "\n" for one in records))
    return folder


def test_equal_releases_have_no_changes(tmp_path: Path) -> None:
    one = release(tmp_path / "one", {"clm-a": "reported"}, {"fnd-a": ["clm-a"]})
    assert list(compare_releases(one, one)) == []


def test_changed_field_is_named(tmp_path: Path) -> None:
    one = release(tmp_path / "one", {"clm-a": "reported"}, {})
    two = release(tmp_path / "two", {"clm-a": "denied"}, {})
    (change,) = compare_releases(one, two)
    assert (change.op, change.id, change.fields) == (Operation.MOD, "clm-a", ("status",))


def test_finding_that_grew_is_led_to_its_successor(tmp_path: Path) -> None:
    one = release(tmp_path / "one", {"clm-a": "reported"}, {"fnd-a": ["clm-a"]})
    two = release(tmp_path / "two", {"clm-a": "reported", "clm-b": "reported"}, {"fnd-ab": ["clm-a", "clm-b"]})
    went, came = [change for change in compare_releases(one, two) if change.list == "findings"]
    assert (went.op, went.became) == (Operation.DEL, ("fnd-ab",))
    assert (came.op, came.was) == (Operation.ADD, ("fnd-a",))


def test_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no release"):
        list(compare_releases(tmp_path, tmp_path))


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"name": 1}', b'{"id": "\xff"}'], ids=["cut", "list", "no id", "no UTF-8"]
)
def test_damaged_line_is_named(tmp_path: Path, line: bytes) -> None:
    one = release(tmp_path / "one", {}, {})
    (one / "claims.ndjson").write_bytes(line + b"\n")
    with pytest.raises(UsageError, match="line 1"):
        list(compare_releases(one, one))


STATES = st.dictionaries(st.sampled_from([f"clm-{letter}" for letter in "abcdefgh"]), st.sampled_from("xyz"))


@given(before=STATES, after=STATES)
def test_changes_lead_from_one_release_to_the_other(
    tmp_path_factory: pytest.TempPathFactory, before: Claims, after: Claims
) -> None:
    folder = tmp_path_factory.mktemp("releases")
    state = dict(before)
    for change in compare_releases(release(folder / "one", before, {}), release(folder / "two", after, {})):
        if change.op is Operation.DEL:
            del state[change.id]
        else:
            assert change.record is not None
            state[change.id] = change.record["status"]
    assert state == after
