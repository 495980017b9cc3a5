"""The commands around custody work from the shell, each on real files and with a real authority on loopback."""

import json
import subprocess
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from tests.custody.conftest import tsa  # noqa: F401  a fixture

from countersight.cli import countersight
from countersight.errors import CountersightError
from countersight.store import open_store


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    run(tmp_path, "init", folder)
    note = tmp_path / "note.txt"
    note.write_text("Examplecorp sold two hundred cameras to Utopia.")
    run(folder, "add", note)
    return folder


def run(folder, *arguments, code=0, **settings):
    """Run a command in this process, as a person would; return what it wrote to both streams."""
    where = ["-C", folder] if (folder / "countersight.toml").exists() else []
    told = {f"COUNTERSIGHT_{name.upper()}": str(value) for name, value in settings.items()}
    done = CliRunner().invoke(countersight, [*map(str, [*where, *arguments])], env=told)
    assert (done.exit_code == 0) is (code == 0), done.output
    said = str(done.exception) if isinstance(done.exception, (CountersightError, SystemExit)) else ""
    return SimpleNamespace(stdout=done.stdout, stderr=done.stderr + said)


def only(done):
    line, *_ = done.stdout.splitlines()
    return json.loads(line)


def test_log_copy_stamp_export_and_verify(project, tmp_path, tsa):  # noqa: F811
    captured = only(run(project, "custody", "--json"))
    document = captured["subject_id"]
    assert captured["act"] == "captured"

    run(project, "custody", "copy", document[:10], tmp_path / "work.txt", "--by", "Ana")
    assert (tmp_path / "work.txt").read_text().startswith("Examplecorp")
    assert document in (tmp_path / "work.txt.custody.txt").read_text()
    assert "already" in run(project, "custody", "copy", document, tmp_path / "work.txt", code=1).stderr

    settings = {"allowed_networks": "127.0.0.0/8", "timestamp_roots": tsa.root}
    stamped = run(project, "timestamp", "--authority", tsa.at("one"), "--by", "Ana", **settings)
    assert "lists acts 1 to 2" in stamped.stdout
    refused = run(
        project, "timestamp", code=1, timestamp_authorities=f"{tsa.at('expired')}, {tsa.at('two')}", **settings
    )
    assert "not attested by" in refused.stderr
    assert "Made-up signer attests" in refused.stdout

    made = only(run(project, "export-evidence", document, "--to", tmp_path / "out", "--by", "Ana", "--json"))
    assert (made["attested"], made["events"]) == (2, 2)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=made["folder"], capture_output=True, check=False)
    assert checked.returncode == 0

    told = run(project, "verify", "--by", "Ana").stdout
    assert "everything holds: 1 document" in told
    assert told.count("Made-up signer attests") == 2
    acts = [json.loads(line)["act"] for line in run(project, "custody", "--json").stdout.splitlines()]
    assert acts == ["captured", "copied", "timestamped", "timestamped", "exported", "verified"]
    assert "captured" in run(project, "custody", document[:8]).stdout


def test_verify_names_the_first_break(project):
    document = only(run(project, "custody", "--json"))["subject_id"]
    assert only(run(project, "verify", document[:9], "--json"))["holds"]
    (blob,) = (project / "archive").rglob("blob")
    blob.chmod(0o644)
    blob.write_bytes(b"other")
    done = run(project, "verify", code=1)
    assert done.stderr.strip().endswith(f"the first: document {document}: the archive has other bytes under {document}")
    record = only(run(project, "verify", document, "--json", code=1))
    assert (record["holds"], record["first_break"]) == (False, record["breaks"][0])


def test_nobody_to_ask_is_said(project):
    assert "--authority and --calendar name who attests" in run(project, "timestamp", code=1).stderr


def test_private_authority_is_refused(project, tsa):  # noqa: F811
    done = run(project, "timestamp", "--authority", tsa.at("one"), "--roots", tsa.root, code=1)
    assert "a loopback address" in done.stderr


def test_unknown_ids_and_empty_logs_are_said(project, tmp_path):
    assert "no document" in run(project, "custody", "ffff", code=1).stderr
    assert "no document" in run(project, "export-evidence", "ffff", code=1).stderr
    empty = tmp_path / "empty"
    run(tmp_path, "init", empty)
    assert "nothing was done to any document yet" in run(empty, "custody").stdout
    assert "nothing to attest" in run(empty, "timestamp", "--authority", "https://tsa.example.org", code=1).stderr


def test_what_is_restricted_is_handed_out_by_none_other(project, tmp_path):
    document = only(run(project, "custody", "--json"))["subject_id"]
    store = open_store(project)
    with store.writer() as writer:
        writer.restrict(document, ["Ana"], "Ana", "a source would be known", decided_at=datetime.now(UTC))
    store.close()
    for command in (("export-evidence", document), ("custody", "copy", document, tmp_path / "x")):
        assert "restricted" in run(project, *command, "--by", "Bo", code=1).stderr
    run(project, "custody", "copy", document, tmp_path / "x", "--by", "Ana")
