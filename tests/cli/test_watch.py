"""The command `watch` and those that look after sources."""

import json
import signal
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from countersight.cli import countersight
from countersight.cli.watching import stoppable
from countersight.project import create_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path, "Made up")
    return tmp_path


def invoke(project: Path, *arguments: str) -> Result:
    return CliRunner(catch_exceptions=True).invoke(countersight, ["-C", str(project), "watch", *arguments])


def test_project_without_sources_is_told_how(project: Path) -> None:
    assert "watch add NAME" in invoke(project, "list").output
    assert "watch add NAME" in invoke(project, "check").output
    assert "no sources yet" in str(invoke(project).exception)


def test_bundled_sources_are_listed(project: Path) -> None:
    rows = [json.loads(line) for line in invoke(project, "list", "--all", "--json").output.splitlines()]
    assert len(rows) >= 30
    assert {row["watched"] for row in rows} == {False}
    assert all(row["basis"] and row["next_visit"] is None for row in rows)


def test_source_is_taken_into_the_project(project: Path) -> None:
    added = invoke(project, "add", "citizen_lab", "the_gazette")
    assert (added.exit_code, added.output.count("added ")) == (0, 2)
    assert "is in the project already" in invoke(project, "add", "citizen_lab").output
    listed = invoke(project, "list").output
    assert "The Citizen Lab" in listed
    assert "never" in listed
    assert "due" in listed
    assert "2 sources are understood" in invoke(project, "check").output


def test_projects_own_source_stands_above_bundled(project: Path) -> None:
    invoke(project, "add", "citizen_lab")
    path = project / "sources" / "citizen_lab" / "source.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("The Citizen Lab", "Our own words"), encoding="utf-8")
    rows = [json.loads(line) for line in invoke(project, "list", "--all", "--json").output.splitlines()]
    [own] = [row for row in rows if row["name"] == "citizen_lab"]
    assert (own["publisher"], own["watched"]) == ("Our own words", True)


def test_unknown_bundled_source_is_told(project: Path) -> None:
    assert "no bundled source 'lab'; there are citizen_lab" in str(invoke(project, "add", "lab").exception)


def test_fault_is_told_with_file_and_line(project: Path) -> None:
    invoke(project, "add", "citizen_lab")
    path = project / "sources" / "citizen_lab" / "source.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("territory: ca", "territory: zz9"), encoding="utf-8")
    checked = invoke(project, "check")
    assert checked.exit_code == 1
    assert f"{path}:3: 'zz9' is no code of a territory" in checked.output
    [record] = [json.loads(line) for line in invoke(project, "check", "--json").output.splitlines()]
    assert (record["line"], record["path"]) == (3, str(path))
    assert "zz9" in str(invoke(project, "list").exception)


def test_missing_mapping_is_told(project: Path) -> None:
    invoke(project, "add", "un_security_council_list")
    assert invoke(project, "check").exit_code == 0
    path = project / "sources" / "un_security_council_list" / "source.yml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("mapping: un-consolidated", "mapping: my_own"), encoding="utf-8")
    assert "there is no mapping 'my_own'" in invoke(project, "check").output
    (project / "mappings").mkdir()
    (project / "mappings" / "my_own.yml").write_text("", encoding="utf-8")
    assert invoke(project, "check").exit_code == 0


def test_unknown_source_is_told(project: Path) -> None:
    invoke(project, "add", "citizen_lab")
    assert "no source 'other'" in str(invoke(project, "--once", "--source", "other").exception)


@pytest.mark.parametrize(
    ("arguments", "told"), [(("--once", "--due"), "give one of them"), (("--for", "soon"), "'soon' is no duration")]
)
def test_wrong_usage_is_told(project: Path, arguments: tuple[str, ...], told: str) -> None:
    done = invoke(project, *arguments)
    assert done.exit_code == 2
    assert told in done.output


def test_first_signal_asks_and_second_interrupts() -> None:
    outside = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
    before = signal.getsignal(signal.SIGINT)
    with stoppable(None) as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    signal.signal(signal.SIGINT, outside)


def test_watch_ends_by_itself() -> None:
    with stoppable(1) as stop:
        assert stop.wait(20)
    assert not any(isinstance(thread, threading.Timer) and thread.is_alive() for thread in threading.enumerate())
