"""The command that holds a file of procurement releases against the standard."""

import json

import pytest
from click.testing import CliRunner
from tests.collect.test_package_checks import GOOD, standard

from countersight.cli.check_ocds import check_ocds

pytest.importorskip("libcoveocds")
__all__ = ["standard"]


@pytest.fixture
def run(tmp_path, standard):
    def run_on(releases, *options):
        path = tmp_path / "releases.json"
        path.write_text(json.dumps({"version": "1.1", "publisher": {}, "releases": releases, "extensions": ["x"]}))
        return CliRunner().invoke(check_ocds, [str(path), "--standard", str(standard), *options])

    return run_on


def test_sound_file_is_said_to_be(run):
    result = run([GOOD])
    assert result.exit_code == 0
    assert "1 members, held against OCDS 1.1" in result.output
    assert "no problems" in result.output


def test_problems_are_listed_with_places(run):
    result = run([GOOD, {"ocid": "ocds-a1b2c3-2"}, {"ocid": "ocds-a1b2c3-3"}])
    assert result.exit_code == 0
    assert "schema: 'id' is missing but required (2 times)\n    releases/1\n    releases/2" in result.output
    assert "not checked: 1 extensions" in result.output


def test_programs_get_json(run):
    report = json.loads(run([{"ocid": "ocds-a1b2c3-2"}], "--json").output)
    assert report["problems"][0]["places"] == ["releases/0"]


def test_copy_of_the_standard_is_needed(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{}")
    result = CliRunner().invoke(check_ocds, [str(path)])
    assert result.exit_code == 2
    assert "--standard" in result.output
