"""The command `count`, as a person uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.extract.mapping.conftest import DEALS, MAPPING

from countersight.cli import countersight
from countersight.errors import NotFound, UsageError


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make_project(tmp_path_factory.mktemp("count"))


def _make_project(folder: Path) -> Path:
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")
    _run(folder, "init", str(folder))
    (folder / "mappings").mkdir()
    (folder / "mappings" / "own.yml").write_text(MAPPING, encoding="utf-8")
    _run(folder, "add", str(folder / "deals.csv"))
    assert "2 new claims" in _run(folder, "run").output
    return folder


def _run(folder: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(countersight, ["-C", str(folder), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_counts_are_records(project: Path) -> None:
    output = _run(project, "count", "--from", "made-up", "--by", "supplier", "--sum", "--json").output
    assert [json.loads(line) for line in output.splitlines()] == [
        {"supplier": "Gelt", "claims": 1, "rows": 1, "sums": {}},
        {"supplier": "Orbex", "claims": 1, "rows": 1, "sums": {"EUR": 1200.5}},
    ]


def test_counts_are_csv(project: Path) -> None:
    output = _run(project, "count", "--by", "row.index", "--distinct", "recipient-territory", "--csv").output
    assert output == "row.index,claims,rows,different recipient-territory\n0.4,1,1,1\n0.9,1,1,1\n"


def test_csv_has_no_formulas(tmp_path: Path) -> None:
    """As `release` writes its tables: what a spreadsheet would take for a formula has an apostrophe in front."""
    project = _make_project(tmp_path)
    (tmp_path / "more.csv").write_text(DEALS.replace("Orbex", "=1+2"), encoding="utf-8")
    _run(project, "add", str(tmp_path / "more.csv"))
    _run(project, "run")
    assert "'=1+2,1,1\n" in _run(project, "count", "--by", "supplier", "--csv").output


def test_counts_are_a_table(project: Path) -> None:
    output = _run(project, "count", "--where", "supplier-territory=il", "--sum").output
    assert "1,200.5" in output
    assert "1 in all" in output


def test_nothing_that_fits_is_said(project: Path) -> None:
    assert "no claim fits" in _run(project, "count", "--by", "supplier", "--where", "status=denied").output


def test_text_tells_who_published(project: Path) -> None:
    assert "nobody" in _run(project, "sources").output


def test_changed_mapping_puts_its_claims_in_place_of_the_old(tmp_path: Path) -> None:
    project = _make_project(tmp_path)
    own = project / "mappings" / "own.yml"
    own.write_text(MAPPING.replace("kind: supply", "kind: deployment"), encoding="utf-8")
    assert "2 new claims" in _run(project, "run").output
    assert _run(project, "count", "--by", "kind", "--csv").output == "kind,claims,rows\ndeployment,2,2\n"


def test_mistakes_are_told(project: Path, tmp_path: Path) -> None:
    ask = CliRunner().invoke
    assert isinstance(ask(countersight, ["-C", str(project), "count", "--from", "none"]).exception, NotFound)
    assert isinstance(ask(countersight, ["-C", str(project), "count", "--by", "size"]).exception, UsageError)
    assert ask(countersight, ["-C", str(project), "count", "--csv", "--json"]).exit_code == 2
    ask(countersight, ["init", str(tmp_path)])
    assert isinstance(ask(countersight, ["-C", str(tmp_path), "count"]).exception, UsageError)
