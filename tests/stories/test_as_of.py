"""What was known when: findings as of a day of publication, and as the store stood before a later run."""

import time
from datetime import UTC, datetime
from pathlib import Path

PAGE = """<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{day}T08:00:00Z">
</head><body><article><h1>{title}</h1><p>{words}</p></article></body></html>"""

SOLD = "Examplecorp sold 300 surveillance cameras to the police of Kenya in 2019, the ministry said on Monday."
SOLD_AGAIN = "In 2019 the police of Kenya bought 300 surveillance cameras from Examplecorp, court papers show."
OTHER = "Examplecorp delivered facial recognition software to the interior ministry of Ghana in 2022, officials said."


def write(folder: Path, name: str, day: str, words: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.html"
    path.write_text(PAGE.format(title=f"About {name}", day=day, words=words), encoding="utf-8")
    return path


def test_findings_are_those_of_the_day(cli, records, tmp_path: Path) -> None:
    project, pages = tmp_path / "project", tmp_path / "pages"
    cli("init", project)
    write(pages, "first", "2020-03-01", SOLD)
    write(pages, "second", "2023-05-01", OTHER)
    cli("-C", project, "add", pages)
    cli("-C", project, "run")
    noted = datetime.now(UTC)
    time.sleep(0.01)
    write(pages, "third", "2021-01-15", SOLD_AGAIN)
    cli("-C", project, "add", pages)
    cli("-C", project, "run")

    everything = records("-C", project, "findings")
    assert len(records("-C", project, "claims")) == sum(len(finding["claim_ids"]) for finding in everything)
    assert records("-C", project, "findings", "--published-by", "2020-02-29") == []
    by_2020 = records("-C", project, "claims", "--published-by", "2020-03-01")
    by_2021 = records("-C", project, "claims", "--published-by", "2021-12-31")
    assert 0 < len(by_2020) < len(by_2021) < len(records("-C", project, "claims"))
    found = records("-C", project, "findings", "--published-by", "2021-12-31")
    assert sorted(claim for finding in found for claim in finding["claim_ids"]) == sorted(c["id"] for c in by_2021)
    assert "Ghana" not in str(by_2021)

    before = records("-C", project, "findings", "--as-of", noted.isoformat())
    claims_before = records("-C", project, "claims", "--as-of", noted.isoformat())
    grouped = sorted(claim for finding in before for claim in finding["claim_ids"])
    assert grouped == sorted(claim["id"] for claim in claims_before)
    assert 0 < len(claims_before) < len(records("-C", project, "claims"))
    both = records("-C", project, "claims", "--as-of", noted.isoformat(), "--published-by", "2021-12-31")
    assert [claim["id"] for claim in both] == [claim["id"] for claim in by_2020]
    assert records("-C", project, "show", before[0]["id"], "--as-of", noted.isoformat()) == before[:1]
    old = cli("-C", project, "release", "--published-by", "2021-12-31", "--version", "by-2021").stdout
    assert f"{len(by_2021)} claims" in old
    assert "everything holds" in cli("-C", project, "verify").stdout
