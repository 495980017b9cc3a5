"""The only folder that joins stages: documents in, findings out, restartable at any point.

Each step is noted in the store's ledger under the version of the stage that did it, in the transaction that keeps its
result. A run takes up just what no step at the present version covers, so a second run finds nothing to do and a killed
one goes on where it was.
"""

from countersight.pipeline.batches import ChooseExtractor
from countersight.pipeline.collecting import add_documents, retry_failures
from countersight.pipeline.corroborating import view_as_of
from countersight.pipeline.counting import Observer, StageCount
from countersight.pipeline.declaring import declared_sources, publisher_families
from countersight.pipeline.running import bring_up_to_date, run_pipeline
from countersight.pipeline.visiting import visit_source

__all__ = [
    "ChooseExtractor",
    "Observer",
    "StageCount",
    "add_documents",
    "bring_up_to_date",
    "declared_sources",
    "publisher_families",
    "retry_failures",
    "run_pipeline",
    "view_as_of",
    "visit_source",
]
