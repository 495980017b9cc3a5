"""Joins corroborating to the store: findings of all claims, made anew whenever what they rest on has changed."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countersight.corroborate import corroborate_claims, corroborator_version
from countersight.corroborate.origins import OriginIndex, Origins
from countersight.model.as_of import AsOf
from countersight.model.clusters import Clusters
from countersight.model.decision import Decision
from countersight.model.declared import DeclaredSource
from countersight.model.failure import Stage
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.record import to_json
from countersight.model.source import SourceAssessment
from countersight.pipeline.counting import Observer, StageCount
from countersight.pipeline.declaring import PUBLISHERS, declared_sources, publisher_families
from countersight.pipeline.resolving import resolver_version
from countersight.resolve import default_resolver
from countersight.store.base import Step, Store, View
from countersight.values.digests import content_id, sha256_hex

ORIGINS = "origins"
"""Folder of a project with the index of which documents copy which."""


def corroborate_anew(store: Store, observe: Observer) -> StageCount:
    """Group all claims anew, unless everything that findings rest on is as it was when they were made."""
    count, resolved_by = StageCount(), resolver_version(default_resolver(store.folder))
    declared = declared_sources(store.folder)
    with store.view() as view:
        step = Step(
            stage=Stage.CORROBORATE,
            item=content_id("in", *_grounds(view, resolved_by, store.folder, declared)),
            version=corroborator_version(),
            outcome="done",
        )
        if step in view.steps(Stage.CORROBORATE):
            count.skipped["nothing changed"] += 1
            return count
        observe(Stage.CORROBORATE, 0, None)
        origins = _find_origins(view, store.folder)
        findings = _make_findings(view, resolved_by, origins, folder=store.folder, declared=declared)
        known = {finding.id for finding in view.findings()}
    with store.writer() as writer:
        writer.replace_findings(findings)
        writer.add_step(step)
    count.done, count.produced = len(findings), sum(finding.id not in known for finding in findings)
    observe(Stage.CORROBORATE, len(findings), len(findings))
    return count


@contextmanager
def view_as_of(store: Store, as_of: AsOf) -> Iterator[View]:
    """Open a view as of these moments, its findings those of the claims that were public by the day asked for."""
    with store.view(as_of) as view:
        if as_of.published is not None:
            declared = declared_sources(store.folder)
            view.hold_findings(_make_findings(view, view.standing_resolver(), folder=store.folder, declared=declared))
        yield view


def _grounds(view: View, resolved_by: str, folder: Path, declared: tuple[DeclaredSource, ...]) -> Iterator[list[str]]:
    """Yield the ids of all that findings rest on; of a chain its last link tells of the whole."""
    for what in ("claims", "judgements"):
        yield [name for name, _ in view.held_since(what)]
    yield [resolved_by, str(view.readers)]
    yield list(view.text_ids())
    owners = folder / PUBLISHERS
    yield [sha256_hex(owners.read_bytes())] if owners.exists() else []
    yield [sha256_hex(to_json(source)) for source in declared]
    for chain in (view.decisions(), view.identity_judgements(), view.source_assessments()):
        yield [link.id for link in deque[Decision | IdentityJudgement | SourceAssessment](chain, maxlen=1)]


def _find_origins(view: View, folder: Path) -> Origins:
    """Return which documents copy which, the index of them brought up to date."""
    index = OriginIndex(folder / ORIGINS)
    index.update(map(view.text, index.find_lacking(view.text_ids())))
    return index.origins({claim.document_id for claim in view.claims()})


def _make_findings(
    view: View,
    resolved_by: str | None,
    origins: Origins | None = None,
    *,
    folder: Path,
    declared: tuple[DeclaredSource, ...],
) -> list[Finding]:
    """Group a view's claims by what its resolver and its reviewers judged, and what the project tells of publishers."""
    return corroborate_claims(
        view.claims(),
        texts=view.text,
        judgements=view.judgements(resolved_by) if resolved_by else (),
        clusters=Clusters(view.identity_judgements()),
        verdicts=view.verdicts(),
        decided=view.decided_findings(),
        replacements=view.replacements(),
        assessments=view.source_assessments(),
        origins=origins,
        families=publisher_families(folder, declared),
        declared=declared,
    )
