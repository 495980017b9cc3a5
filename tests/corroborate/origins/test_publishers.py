"""Publishers of one owner."""

from pathlib import Path

import pytest

from countersight.corroborate.origins.publishers import Families, Family, bundled_families, read_families
from countersight.errors import BadSetting
from countersight.model.declared import DeclaredSource
from countersight.model.source import Reliability

STATED = """
- owner: Ruritania Press
  hosts: [gazette.example, courier.example]
  names: [The Strelsau Gazette]
  sources: [https://gazette.example/about]
- shared_hosts: [pages.example]
"""


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    path = tmp_path / "publishers.yaml"
    path.write_text(STATED, encoding="utf-8")
    return path


@pytest.mark.parametrize("key", ["gazette.example", "news.gazette.example", "the strelsau gazette", "ruritania press"])
def test_owner_is_found_by_host_or_name(stated: Path, key: str) -> None:
    family = read_families(stated).find(key)
    assert family is not None
    assert family.owner == "Ruritania Press"


@pytest.mark.parametrize("key", ["example", "othergazette.example", "gazette"])
def test_other_publishers_have_no_owner(stated: Path, key: str) -> None:
    assert read_families(stated).find(key) is None


def test_hosts_of_anybody_are_told(stated: Path) -> None:
    assert read_families(stated).shared_hosts == {"pages.example"}


def test_what_is_stated_later_stands() -> None:
    old, new = (Family(owner=owner, keys=frozenset({"a.example"}), sources=("x",)) for owner in ("Old", "New"))
    found = Families([old, new]).find("a.example")
    assert found is new


def test_every_bundled_owner_has_sources() -> None:
    families = {bundled_families().find(key) for key in ("xinhuanet.com", "herald.co.zw", "cgtn", "daily nation")}
    assert all(family is not None and all("://" in source for source in family.sources) for family in families)
    assert len(families) == 4


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- owner: Nobody", id="no publishers"),
        pytest.param("- hosts: [a.example]\n  sources: [x]", id="no owner"),
        pytest.param("owner: x", id="no list"),
        pytest.param("- [", id="no YAML"),
        pytest.param("- text", id="no entries"),
        pytest.param("- owner: x\n  hosts: a.example\n  sources: [x]", id="a word for a list"),
        pytest.param("- owner: x\n  names: [2000]\n  sources: [x]", id="a number"),
        pytest.param("- owner: [x]\n  names: [x]\n  sources: [x]", id="a list of owners"),
        pytest.param("- &a {owner: x, names: [x], sources: [x]}\n- *a", id="an alias"),
        pytest.param("#" * 600_000, id="too large"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "publishers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=r"publishers\.yaml"):
        read_families(path)


def test_file_of_comments_states_nothing(tmp_path: Path) -> None:
    path = tmp_path / "publishers.yaml"
    path.write_text("# none so far\n", encoding="utf-8")
    assert read_families(path).find("gazette.example") is None


def declare(name: str, owner: str | None, *keys: str) -> DeclaredSource:
    return DeclaredSource(
        declared_in=f"sources/{name}/source.yml", keys=keys, owner=owner, reliability=Reliability.F, basis="made up"
    )


def owner_of(families: Families, key: str) -> str | None:
    family = families.find(key)
    return family.owner if family else None


def test_declared_owner_makes_a_family(tmp_path: Path) -> None:
    declared = [
        declare("post", "Glimmer Holdings", "post.example", "the glimmer post"),
        declare("sun", "Glimmer Holdings", "sun.example"),
        declare("moon", None, "moon.example"),
    ]
    families = read_families(tmp_path / "publishers.yaml", declared)
    assert families.find("news.post.example") == families.find("sun.example") == families.find("glimmer holdings")
    assert owner_of(families, "the glimmer post") == "Glimmer Holdings"
    assert owner_of(families, "moon.example") is None


def test_stated_owner_stands_above_declared(stated: Path) -> None:
    families = read_families(stated, [declare("gazette", "Zenda Media", "gazette.example", "the gazette")])
    assert owner_of(families, "gazette.example") == owner_of(families, "the gazette") == "Ruritania Press"
    assert owner_of(families, "zenda media") is None


def test_stated_owner_gets_what_is_declared_of_it(stated: Path) -> None:
    families = read_families(stated, [declare("herald", "Ruritania Press", "herald.example")])
    family = families.find("herald.example")
    assert family == families.find("courier.example")
    assert family is not None
    assert family.sources == ("https://gazette.example/about", "sources/herald/source.yml")


def test_declared_owner_splits_no_bundled_family(tmp_path: Path) -> None:
    """Two words on one owner make one origin too few rather than one too many."""
    declared = [declare("herald", "Another Owner", "herald.co.zw")]
    families = read_families(tmp_path / "publishers.yaml", declared)
    assert families.find("herald.co.zw") == families.find("chronicle.co.zw") == families.find("another owner")


def test_host_of_anybody_is_nobodys(stated: Path) -> None:
    families = read_families(stated, [declare("blog", "Zenda Media", "pages.example", "zenda today")])
    assert owner_of(families, "pages.example") is None
    assert owner_of(families, "zenda today") == "Zenda Media"
