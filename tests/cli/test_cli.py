"""The command line: help that needs no manual, one-line errors, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from countersight.cli import COMMANDS, countersight


def invoke(*arguments: str):
    return CliRunner().invoke(countersight, list(arguments))


def run(*arguments: str | Path, cwd: Path | None = None, stdin: bytes | None = None):
    command = [sys.executable, "-m", "countersight", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, input=stdin, timeout=120)


def test_help_lists_commands_in_order_of_road() -> None:
    lines = invoke("--help").output.split("Commands:")[1].splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = invoke(command, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.split()) > 20


def test_help_does_not_load_heavy_libraries() -> None:
    code = (
        "import sys; from countersight.cli import countersight;"
        "countersight(['--help'], standalone_mode=False);"
        "print([name for name in ('pyarrow', 'spacy', 'sqlalchemy', 'trafilatura', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_missing_project_is_one_line(tmp_path: Path) -> None:
    done = run("run", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert b"countersight init" in done.stderr


def test_malformed_setting_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGHT_PROCESSES", "many")
    done = run("init", tmp_path)
    assert done.returncode == 1
    assert b"COUNTERSIGHT_PROCESSES" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_wrong_usage_exits_with_two(tmp_path: Path) -> None:
    run("init", tmp_path)
    assert run("-C", tmp_path, "add").returncode == 2
    assert run("-C", tmp_path, "claims", "--kind", "gift").returncode == 2


def test_run_without_documents_says_what_to_do(tmp_path: Path) -> None:
    run("init", tmp_path)
    done = run("-C", tmp_path, "run")
    assert done.returncode == 1
    assert b"countersight add" in done.stderr


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    run("init", tmp_path, "--title", 'The "first" title')
    before = (tmp_path / "countersight.toml").read_bytes()
    assert run("init", tmp_path, "--title", "Another").returncode == 0
    assert (tmp_path / "countersight.toml").read_bytes() == before


def test_project_is_found_from_folder_below(tmp_path: Path) -> None:
    run("init", tmp_path)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert b"no claims" in run("claims", cwd=below).stdout


def test_standard_input_becomes_document(tmp_path: Path) -> None:
    run("init", tmp_path)
    done = run("-C", tmp_path, "add", "-", "--json", stdin=b"Examplecorp sold cameras.")
    assert json.loads(done.stdout) | {"stage": "collect", "done": 1, "new": 1} == json.loads(done.stdout)


def test_unknown_id_is_one_line(tmp_path: Path) -> None:
    run("init", tmp_path)
    for record_id in ("clm-00", "fnd-00", "nonsense"):
        done = run("-C", tmp_path, "show", record_id)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


def test_doctor_passes_in_fresh_project(tmp_path: Path) -> None:
    run("init", tmp_path)
    done = run("-C", tmp_path, "doctor")
    assert done.returncode == 0, done.stdout
    assert b"FAIL" not in done.stdout


def test_any_title_makes_readable_project(tmp_path: Path) -> None:
    for number, title in enumerate(('a "b" \\ c', "two\nlines\t", "\x1b[31mred\x7f", "\N{GRINNING FACE} \u062a")):
        folder = str(tmp_path / str(number))
        assert invoke("init", folder, "--title", title).exit_code == 0
        assert invoke("-C", folder, "claims").exit_code == 0


def test_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("init", tmp_path / "file" / "project")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"Not a directory" in done.stderr


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    invoke("init", str(tmp_path))
    for arguments in (("claims",), ("doctor", "--json")):
        command = [sys.executable, "-m", "countersight", "-C", str(tmp_path), *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_full_disk_under_output_is_one_line(tmp_path: Path, unbuffered: str) -> None:
    run("init", tmp_path)
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "countersight", "-C", str(tmp_path), "claims"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60, env=environment)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [b"countersight: No space left on device"]


def test_output_that_takes_few_letters_gets_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    run("init", tmp_path / "caf\u00e9")
    assert run("-C", tmp_path / "caf\u00e9", "doctor").returncode == 0


def test_doctor_names_database_that_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invoke("init", str(tmp_path))
    (tmp_path / "countersight.db").write_bytes(b"this is no database" * 1000)
    done = run("-C", tmp_path, "doctor")
    assert done.returncode == 1
    assert b"FAIL project" in done.stdout
    assert b"ok   extractor" in done.stdout


def test_decision_without_id_is_wrong_usage(tmp_path: Path) -> None:
    invoke("init", str(tmp_path))
    assert invoke("-C", str(tmp_path), "review", "--verdict", "accept", "--by", "A. Reader").exit_code == 2


def test_failures_name_the_document(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    run("init", tmp_path / "project")
    run("-C", tmp_path / "project", "add", tmp_path / "broken.pdf", tmp_path / "missing.txt")
    run("-C", tmp_path / "project", "run")
    listed = run("-C", tmp_path / "project", "failures").stdout.decode()
    assert "UnreadableDocument" in listed
    assert "/broken.pdf" in listed
    assert listed.count("missing.txt") == 1


@pytest.mark.parametrize("command", ["claims", "findings"])
def test_territories_may_be_written_in_capitals(command: str) -> None:
    found = countersight.get_command(None, command)
    assert found.make_context(command, ["--territory", "KE"]).params["territory"] == "ke"


def test_add_that_gets_nothing_says_why(tmp_path: Path) -> None:
    run("init", tmp_path)
    done = run("-C", tmp_path, "add", tmp_path / "typo.txt")
    assert done.returncode == 1
    assert b"typo.txt" in done.stderr


def test_lost_database_is_not_made_anew(tmp_path: Path) -> None:
    run("init", tmp_path)
    for path in tmp_path.glob("countersight.db*"):
        path.unlink()
    done = run("-C", tmp_path, "claims")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert not (tmp_path / "countersight.db").exists()
