"""Purchases from a portal's file to findings, by the commands a person would type."""

import json
import re
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
WORDS = re.compile(rb"CCTV|ANPR|Body Worn|urveillance|Camera", re.IGNORECASE)


REGISTER = """\
name: register
version: 1
title: Awards of a harbor
publisher: Harbor Register
recognize: {columns: [Authority, Title, Winner]}
claims:
  - kind: purchase
    status: reported
    technology: {purchase: Title}
    supplier: {name: Winner}
    recipient: {name: Authority}
    when: Day
"""
ROW = "Velmar Harbor Authority,Facial recognition at the gates,Glimmer Optics Ltd,2025-02-01\n"
ROW_QUOTE = (
    "Authority: Velmar Harbor Authority\nTitle: Facial recognition at the gates\nWinner: Glimmer Optics Ltd\n"
    "Day: 2025-02-01"
)


def release(number, title, **fields):
    return {
        "ocid": f"ocds-a1b2c3-{number}",
        "id": f"{number}-1",
        "date": "2025-03-04T00:00:00Z",
        "language": "en",
        "tag": ["award"],
        "buyer": {"name": "Orbex City Council"},
        "tender": {"title": title, "status": "complete"},
        **fields,
    }


def write_package(path):
    award = {"id": "A1", "status": "active", "date": "2025-02-01", "suppliers": [{"name": "Shimmer Systems Ltd"}]}
    releases = [
        release(1, "CCTV cameras for the harbor", awards=[award]),
        release(1, "CCTV cameras for the harbor, corrected", awards=[award]),
        release(2, "CCTV cameras for the old town", awards=[award]),
        release(3, "CCTV drain survey", awards=[award]),
        release(4, "Apples"),
        release(5, "Facial recognition at the gates", buyer={"name": "Velmar Harbor Authority"},
                awards=[{**award, "suppliers": [{"name": "Glimmer Optics Ltd"}]}]),
    ]  # fmt: skip
    path.write_text(json.dumps({"publisher": {"name": "Orbex Portal"}, "releases": releases}))
    return releases


def test_purchases_become_findings(cli, records, tmp_path):
    project, path = tmp_path / "project", tmp_path / "releases.json"
    releases = write_package(path)
    cli("init", project)
    (project / "mappings").mkdir()
    (project / "mappings" / "register.yml").write_text(REGISTER)
    apples = f"Velmar Harbor Authority,Apples,Orchard Ltd,2025-01-01,{'crisp ' * 160}\n"
    (tmp_path / "register.csv").write_text("Authority,Title,Winner,Day,Note\n" + apples * 1_200 + ROW)
    assert "2 new documents" in cli("-C", project, "add", tmp_path / "register.csv").stdout  # it is long: two pieces
    assert "6 new documents" in cli("-C", project, "add", path).stdout
    assert "a word of another trade" in cli("-C", project, "run").stdout
    claims = records("-C", project, "claims")
    assert sorted(claim["evidence"][0]["quote"] for claim in claims) == [
        ROW_QUOTE,
        "CCTV cameras for the harbor",
        "CCTV cameras for the harbor, corrected",
        "CCTV cameras for the old town",
        "Facial recognition at the gates",
    ]
    (of_register,) = (claim for claim in claims if claim["extractor"].startswith("mapping/"))
    assert "#row=1;" in cli("-C", project, "show", of_register["id"]).stdout
    findings = records("-C", project, "findings")
    # Two releases of one purchase are one origin; a register and a portal that tell of one deal are two.
    assert sorted((len(found["claim_ids"]), len(found["origins"])) for found in findings) == [(1, 1), (2, 1), (2, 2)]
    # What is archived is the slice of the publisher's own file.
    kept = [blob.read_bytes() for blob in (project / "archive").rglob("*") if blob.is_file()]
    assert all(json.dumps(one).encode() in kept for one in releases)
    assert "0 new documents" in cli("-C", project, "add", path).stdout
    assert "everything holds" in cli("-C", project, "verify").stdout


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real releases are not here")
def test_real_purchases_are_found(cli, records, tmp_path):
    lines = (SHARED / "ocds_uk_contractsfinder" / "releases.jsonl").read_bytes().splitlines()
    path = tmp_path / "releases.jsonl"
    path.write_bytes(b"\n".join(line for line in lines if WORDS.search(line)))
    project = tmp_path / "project"
    cli("init", project)
    cli("-C", project, "add", path, SHARED / "ocds_ocdskit_realdata" / "record-package-1-2.json")
    cli("-C", project, "run")
    claims = records("-C", project, "claims")
    told = {
        (claim["kind"], claim["supplier"]["mention"]["name"] if claim["supplier"] else None, slot["label"])
        for claim in claims
        for slot in claim["technology"]
    }
    assert ("supply", "Reliance High-Tech Limited", "other") in told
    assert ("supply", "WCL UK Ltd t/a Everything ICT", "video_surveillance") in told
    assert ("procurement", None, "licence_plate_recognition") in told
    titles = {claim["evidence"][0]["quote"] for claim in claims}
    assert "CCTV camera relocation" in titles
    assert not titles & {"High Speed Camera", "Urban Traffic Control System"}
    assert len(records("-C", project, "findings")) == len(claims) == 10
    assert "everything holds" in cli("-C", project, "verify").stdout
