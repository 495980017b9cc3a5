"""Joins resolving to the store: who is meant in every claim that the present resolver has not judged."""

from collections.abc import Container
from functools import partial

from countersight.model.claim import Claim
from countersight.model.entity import Judgement
from countersight.model.failure import Failure, Stage
from countersight.pipeline.boundary import attempt, cut_chunks, forgive
from countersight.pipeline.counting import Observer, StageCount
from countersight.resolve import Resolver, default_resolver, resolve_claims
from countersight.store.base import Step, Store, Writer


def resolve_waiting(store: Store, observe: Observer) -> StageCount:
    """Judge the names of every claim that waits for it."""
    resolver, count = default_resolver(store.folder), StageCount()
    version = resolver_version(resolver)
    with store.view() as view:
        failing = {failure.item for failure in view.failures(stage=Stage.RESOLVE)}
        total = view.waiting(Stage.RESOLVE, version)
        for chunk in cut_chunks(view.unresolved(version), weight=lambda _: 1):
            # All are judged before the transaction begins: while it lasts, whoever decides on claims waits.
            judged = [(claim, attempt(Stage.RESOLVE, claim.id, partial(_judge, claim, resolver))) for claim in chunk]
            with store.writer() as writer:
                for claim, judgements in judged:
                    outcome = _keep_judgements(writer, claim, judgements, failing, count)
                    writer.add_step(Step(stage=Stage.RESOLVE, item=claim.id, version=version, outcome=outcome))
            observe(Stage.RESOLVE, count.done + count.failed, total)
    with store.writer() as writer:
        writer.hold_judgements(version)
    return count


def resolver_version(resolver: Resolver) -> str:
    """Return by what name and version the judgements of a resolver are kept."""
    return f"{resolver.name}@{resolver.version}"


def _judge(claim: Claim, resolver: Resolver) -> list[Judgement]:
    return list(resolve_claims([claim], resolver))


def _keep_judgements(
    writer: Writer, claim: Claim, judgements: list[Judgement] | Failure, failing: Container[str], count: StageCount
) -> str:
    """Keep what became of one claim, and return the outcome of its step."""
    if isinstance(judgements, Failure):
        writer.record_failure(judgements)
        count.failed += 1
        return "failed"
    forgive(writer, Stage.RESOLVE, claim.id, failing)
    writer.add_judgements(judgements)
    count.produced += len(judgements)
    count.done += 1
    return "done"
