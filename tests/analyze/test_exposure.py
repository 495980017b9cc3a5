"""Figures of exposure, from release folders made by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from countersight.analyze import Figure, analyze_exposure
from countersight.errors import BrokenProvenance, NotFound
from countersight.model.finding import origin_id


class Release:
    """A release folder in the making."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.claims: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []

    def add(self, *origins: list[float], status: str = "reported", review: str = "unreviewed", **about: Any) -> str:
        """Add a finding with one claim a confidence, one list of them an origin."""
        number = len(self.findings)
        made, claim_ids = [], []
        for place, confidences in enumerate(origins):
            documents = [f"doc-{number}-{place}-{copy}" for copy in range(len(confidences))]
            made.append({"id": origin_id(tuple(documents)), "document_ids": documents, "basis": []})
            for document, confidence in zip(documents, confidences, strict=True):
                claim_ids.append(f"clm-{document}")
                self.claims.append(
                    {"id": claim_ids[-1], "document_id": document, "status": status, "confidence": confidence,
                     "review": review, "kind": "supply", "evidence": [{"quote": "not needed here"}]}
                )  # fmt: skip
        record = {
            "id": f"fnd-{number}", "kind": "supply", "technology": ["spyware"], "claim_ids": claim_ids,
            "supplier": {"key": "glimmer optics", "name": "Glimmer Optics", "entity_id": None, "territories": []},
            "recipient": {"key": "xx", "name": None, "entity_id": None, "territories": ["xx"]},
            "origins": made, "reasons": [], "statuses": [status], "start": None, "end": None,
        }  # fmt: skip
        self.findings.append(record | about)
        return str(record["id"])

    def figures(self) -> dict[tuple[str, str, str | None], Figure]:
        self.folder.mkdir(exist_ok=True)
        for name, records in (("claims", self.claims), ("findings", self.findings)):
            lines = "".join(json.dumps(record) + "\n" for record in records)
            (self.folder / f"{name}.ndjson").write_text(lines, encoding="utf-8")
        return {(figure.about, figure.subject, figure.technology): figure for figure in analyze_exposure(self.folder)}


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path / "release")


def test_figure_leads_back_to_findings(release: Release) -> None:
    ids = [release.add([0.8]), release.add([0.5])]
    figure = release.figures()["recipient", "xx", "spyware"]
    assert figure.finding_ids == tuple(ids)
    assert figure.value == pytest.approx(1.3)
    assert (figure.low, figure.high, figure.level) == (0, 2, 0.9)
    assert "not how true" in figure.method


def test_copies_add_no_certainty(release: Release) -> None:
    release.add([0.4, 0.6, 0.6])
    figure = release.figures()["recipient", "xx", None]
    assert (figure.value, figure.origins) == (pytest.approx(0.6), 1)


def test_independent_origins_add_certainty(release: Release) -> None:
    release.add([0.6], [0.5])
    figure = release.figures()["recipient", "xx", None]
    assert (figure.value, figure.origins) == (pytest.approx(0.8), 2)


@pytest.mark.parametrize("status", ["planned", "denied", "cancelled"])
def test_what_is_not_done_is_not_counted(release: Release, status: str) -> None:
    release.add([0.9], status=status)
    assert release.figures() == {}


def test_denial_does_not_raise_the_number(release: Release) -> None:
    release.add([0.5])
    denial = release.add([0.9], status="denied")
    told, denied = release.findings
    told["claim_ids"] += denied["claim_ids"]
    told["origins"] += denied["origins"]
    release.findings = [told]
    figure = release.figures()["recipient", "xx", "spyware"]
    assert figure.value == pytest.approx(0.5)
    assert denial not in figure.finding_ids


def test_accepted_claim_is_certain(release: Release) -> None:
    release.add([0.3], review="accepted")
    figure = release.figures()["supplier", "glimmer optics", "spyware"]
    assert (figure.value, figure.low, figure.high) == (1.0, 1, 1)


def test_accepted_finding_is_certain(release: Release) -> None:
    release.add([0.3])
    release.findings[0]["review"] = "accepted"
    assert release.figures()["recipient", "xx", None].value == 1.0


def test_sanction_is_no_exposure(release: Release) -> None:
    release.add([0.9], kind="sanction")
    assert release.figures() == {}


def test_unknown_parties_are_shown_as_not_told(release: Release) -> None:
    release.add([0.9], recipient=None, supplier=None)
    assert {subject for _, subject, _ in release.figures()} == {"not told"}


def test_two_technologies_count_once_in_all(release: Release) -> None:
    release.add([0.9], technology=["dna", "spyware"])
    figures = release.figures()
    assert [figures["recipient", "xx", label].value for label in (None, "dna", "spyware")] == pytest.approx([0.9] * 3)


def test_supplier_keeps_its_usual_name(release: Release) -> None:
    for name in ("Glimmer", "Glimmer Optics", "Glimmer Optics"):
        release.add([0.9], supplier={"key": "cs-glimmer", "name": name, "entity_id": "cs-glimmer", "territories": []})
    assert release.figures()["supplier", "cs-glimmer", None].name == "Glimmer Optics"


def test_empty_release_has_no_figures(release: Release) -> None:
    assert release.figures() == {}


def test_folder_without_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"claims\.ndjson"):
        analyze_exposure(tmp_path)


def test_damaged_line_is_refused(release: Release) -> None:
    release.add([0.9])
    release.findings[0]["kind"] = "gossip"
    with pytest.raises(BrokenProvenance):
        release.figures()
