"""Runs the stages one after the other: every document up to findings, or what decisions changed."""

from countersight.extract import default_extractor
from countersight.model.failure import Stage
from countersight.pipeline.batches import ChooseExtractor
from countersight.pipeline.corroborating import corroborate_anew
from countersight.pipeline.counting import Observer, StageCount
from countersight.pipeline.extracting import extract_waiting
from countersight.pipeline.reading import read_waiting
from countersight.pipeline.resolving import resolve_waiting
from countersight.settings import Settings
from countersight.store.base import Store


def run_pipeline(
    store: Store, settings: Settings, *, observe: Observer, choose: ChooseExtractor = default_extractor
) -> dict[Stage, StageCount]:
    """Bring every document through every stage up to findings, with the extractor that `choose` makes.

    Raises:
        InvariantError: the store or the code is wrong; what was finished before stays.
    """
    return {
        Stage.READ: read_waiting(store, settings, observe),
        Stage.EXTRACT: extract_waiting(store, settings, observe, choose),
        Stage.RESOLVE: resolve_waiting(store, observe),
        Stage.CORROBORATE: corroborate_anew(store, observe),
    }


def bring_up_to_date(store: Store, *, observe: Observer = lambda *_: None) -> dict[Stage, StageCount]:
    """Resolve the names of claims that people made, and make findings anew where decisions changed what they rest on.

    To be called after a batch of decisions. Where nothing changed it reads ids alone: about a second for 100,000
    claims.
    """
    return {Stage.RESOLVE: resolve_waiting(store, observe), Stage.CORROBORATE: corroborate_anew(store, observe)}
