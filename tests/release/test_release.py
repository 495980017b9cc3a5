"""The release as a whole: complete, checked, immutable, the same every time."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from countersight.errors import MissingBlob, Unreleasable
from countersight.model.decision import Verdict
from countersight.model.failure import Stage
from countersight.release import Release

from .conftest import NOON, World


def lines(release: Release, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (release.folder / name).read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_store_releases_same_bytes(trade: World, tmp_path: Path) -> None:
    first, second = (trade.release(tmp_path / name / "1.0") for name in ("a", "b"))
    assert contents(first.folder) == contents(second.folder)


def test_equal_release_is_accepted_again(trade: World, tmp_path: Path) -> None:
    first = trade.release(tmp_path / "1.0")
    assert trade.release(tmp_path / "1.0") == first


def test_other_content_under_version_is_refused(trade: World, tmp_path: Path) -> None:
    before = contents(trade.release(tmp_path / "1.0").folder)
    with pytest.raises(Unreleasable, match="never changed"):
        trade.release(tmp_path / "1.0", released_at=NOON + timedelta(days=9))
    assert contents(tmp_path / "1.0") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_failed_release_leaves_nothing(trade: World, tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    with pytest.raises(Unreleasable, match="no version"):
        trade.release(tmp_path / "releases" / "x", version="../x")
    trade.fail("clm-1", RuntimeError("boom"), stage=Stage.RESOLVE, foreseen=False)
    with pytest.raises(Unreleasable, match="boom"):
        trade.release(tmp_path / "releases" / "1.0")
    assert list((tmp_path / "releases").iterdir()) == []


def test_place_that_is_no_folder_is_refused(trade: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here first")
    with pytest.raises(Unreleasable):
        trade.release(tmp_path / "file" / "1.0")
    with pytest.raises(Unreleasable, match="Not a directory"):
        trade.release(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "here first"


def test_empty_folder_is_filled(trade: World, tmp_path: Path) -> None:
    (tmp_path / "1.0").mkdir()
    assert "index.html" in contents(trade.release(tmp_path / "1.0").folder)


def test_counts_tell_what_is_there(trade: World, tmp_path: Path) -> None:
    assert trade.release(tmp_path / "1.0").counts == {
        "findings": 3,
        "claims": 4,
        "independent origins": 3,
        "recipient territories": 1,
        "documents": 4,
        "documents not yet read": 1,
        "failures": 1,
    }


def test_rejected_claim_is_left_out(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        finding = next(one for one in view.findings() if len(one.claim_ids) == 2)
        first, second = (view.claim(claim_id) for claim_id in finding.claim_ids)
    trade.decide(first, Verdict.REJECT)
    release = trade.release(tmp_path / "1.0")
    assert first.id.encode() not in b"".join(contents(release.folder).values())
    published = next(one for one in lines(release, "findings.ndjson") if one["id"] == finding.id)
    assert published["claim_ids"] == [second.id]
    assert published["claims_left_out"] == 1
    assert [origin["document_ids"] for origin in published["origins"]] == [[second.document_id]]
    assert published["statuses"] == [second.status]


def test_claims_of_rejected_finding_are_left_out(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        finding = next(view.findings())
    trade.decide(finding, Verdict.REJECT)
    release = trade.release(tmp_path / "1.0")
    assert finding.id not in {one["id"] for one in lines(release, "findings.ndjson")}
    assert not set(finding.claim_ids) & {one["id"] for one in lines(release, "claims.ndjson")}
    assert release.counts["claims rejected"] == len(finding.claim_ids)


def test_accepted_only_keeps_what_was_accepted(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        accepted, unsure, *_ = view.claims()
    trade.decide(accepted, Verdict.ACCEPT)
    trade.decide(unsure, Verdict.UNSURE)
    release = trade.release(tmp_path / "1.0", accepted_only=True)
    assert [(one["id"], one["review"]) for one in lines(release, "claims.ndjson")] == [(accepted.id, "accepted")]
    assert release.counts["claims not accepted yet"] == 3
    everything = {one["id"]: one["review"] for one in lines(trade.release(tmp_path / "2.0"), "claims.ndjson")}
    assert everything[unsure.id] == "unsure"
    assert sorted(everything.values()) == ["accepted", "unreviewed", "unreviewed", "unsure"]


def test_every_line_fits_its_schema(trade: World, tmp_path: Path) -> None:
    release = trade.release(tmp_path / "1.0")
    schema = json.loads((release.folder / "schema" / "claim.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    claims = lines(release, "claims.ndjson")
    assert [error.message for claim in claims for error in validator.iter_errors(claim)] == []
    assert [claim["id"] for claim in claims] == sorted(claim["id"] for claim in claims)
    assert not validator.is_valid(claims[0] | {"surprise": 1})


def test_schema_changes_only_on_purpose(trade: World, tmp_path: Path) -> None:
    published = trade.release(tmp_path / "1.0").folder / "schema" / "claim.schema.json"
    assert published.read_bytes() == Path(__file__).with_name("claim.schema.json").read_bytes()


def test_all_forms_hold_the_same_claims(trade: World, tmp_path: Path) -> None:
    release = trade.release(tmp_path / "1.0")
    claims = lines(release, "claims.ndjson")
    table = pq.read_table(release.folder / "claims.parquet").to_pylist()
    assert [(row["id"], row["quote"], row["kind"]) for row in table] == [
        (claim["id"], claim["evidence"][0]["quote"], claim["kind"]) for claim in claims
    ]


def test_checksums_verify(trade: World, tmp_path: Path) -> None:
    folder = trade.release(tmp_path / "1.0").folder
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
    (folder / "claims.ndjson").write_text("changed")
    assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 1
    assert set((folder / "SHA256SUMS").read_text().split()[1::2]) == set(contents(folder)) - {"SHA256SUMS"}


def test_frictionless_finds_package_valid(trade: World, tmp_path: Path) -> None:
    folder = trade.release(tmp_path / "1.0").folder
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_empty_package_is_valid(world: World, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = world.release(tmp_path / "1.0").folder
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_broken_reference_makes_package_invalid(trade: World, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = trade.release(tmp_path / "1.0").folder
    rows = (folder / "documents.csv").read_text(encoding="utf-8").splitlines()
    (folder / "documents.csv").write_text("\r\n".join(row for row in rows if not row.endswith(",2")), encoding="utf-8")
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_every_file_is_described(trade: World, tmp_path: Path) -> None:
    release = trade.release(tmp_path / "1.0")
    described = json.loads((release.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in described["resources"]} == {
        file.name for file in release.files if file.name not in ("datapackage.json", "SHA256SUMS")
    }
    known = {file.name: file for file in release.files}
    for resource in described["resources"]:
        assert resource["hash"] == f"sha256:{known[resource['path']].sha256}"
        assert resource["bytes"] == known[resource["path"]].size
        assert resource["path"] in (release.folder / "README.txt").read_text(encoding="utf-8")


def test_folders_of_local_files_stay_private(trade: World, tmp_path: Path) -> None:
    for name, content in contents(trade.release(tmp_path / "1.0").folder).items():
        assert b"someone" not in content, name
        assert b"secret" not in content, name


def test_missing_bytes_stop_the_release(trade: World, tmp_path: Path) -> None:
    trade.release(tmp_path / "1.0", archive=trade.store.archive)
    shutil.rmtree(tmp_path / "project" / "archive")
    with pytest.raises(MissingBlob):
        trade.release(tmp_path / "2.0", archive=trade.store.archive)
    assert not (tmp_path / "2.0").exists()
