"""A project under way with made-up documents: what reviewers decide goes through the real pipeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.release.conftest import World

from countersight.model.claim import Claim
from countersight.model.decision import Decision, Verdict
from countersight.model.finding import Finding
from countersight.pipeline import bring_up_to_date
from countersight.review import Written, describe_claim, edit_claim, record_decision
from countersight.store import open_store

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)

FIRST = "Glimmer Optics sold 300 cameras to the police of Kenya in 2023."
AGAIN = "In 2023 the police of Kenya bought 300 cameras from Glimmer Optics."
OTHER = "Shimmer Labs delivered spyware to Ghana in 2019."


@dataclass
class Project(World):
    """Documents, claims, decisions and runs, each by one call."""

    decisions: int = 0

    def sold(self, words: str, *, supplier: str = "Glimmer Optics", recipient: str = "|ke", thing: str = "cameras",
             technology: str = "video_surveillance", **more: Any) -> Claim:  # fmt: skip
        """Add a document of one sentence, and the claim that it carries."""
        text = self.document(words, captured=f"https://paper.example/{len(self.texts)}")
        return self.claim(
            text, words.removesuffix("."), supplier=supplier, recipient=recipient, technology=technology, words=thing,
            **more,
        )  # fmt: skip

    def run(self) -> list[Finding]:
        """Resolve and corroborate; return the findings."""
        bring_up_to_date(self.store)
        with self.store.view() as view:
            return list(view.findings())

    def grouped(self) -> list[set[str]]:
        """Run, and return the claims of each finding."""
        return sorted(({*finding.claim_ids} for finding in self.run()), key=sorted)

    def says(self, reviewer: str, subject: Claim | Finding | str, verdict: Verdict, **more: Any) -> Decision:
        """Decide, each time a minute later."""
        self.decisions += 1
        name = subject if isinstance(subject, str) else subject.id
        return record_decision(
            self.store, name, verdict, reviewer=reviewer, reason="for a reason",
            now=NOW + timedelta(minutes=self.decisions), readers=self.store.readers, **more,
        )  # fmt: skip

    def edits(self, reviewer: str, claim: Claim, **changes: Any) -> Written:
        """Edit slots of a claim."""
        self.decisions += 1
        return edit_claim(
            self.store, claim.id, form=replace(describe_claim(claim), **changes), reviewer=reviewer,
            now=NOW + timedelta(minutes=self.decisions), readers=self.store.readers,
        )  # fmt: skip

    def released(self, folder: Path, **options: Any) -> Sequence[str]:
        """Release, and return the ids of the claims that went out."""
        import json

        self.release(folder, **options)
        return [json.loads(line)["id"] for line in (folder / "claims.ndjson").read_text().splitlines()]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    store = open_store(tmp_path / "project")
    yield Project(store)
    store.close()
