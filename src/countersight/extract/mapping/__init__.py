"""Other people's tables: a mapping in YAML says which column is what, and every row that it covers becomes claims."""

from countersight.extract.mapping.counting import Asked, CountRow, count_claims
from countersight.extract.mapping.drafting import draft_mapping
from countersight.extract.mapping.extractor import TOLD_LATER, MappingExtractor, describe_text, retell_text
from countersight.extract.mapping.mappings import choose_mapping, load_mapping, load_mappings, recognize
from countersight.extract.mapping.previewing import Preview, preview_text
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rules import TableMapping

__all__ = [
    "TOLD_LATER",
    "Asked",
    "CountRow",
    "MappingExtractor",
    "Preview",
    "Report",
    "TableMapping",
    "choose_mapping",
    "count_claims",
    "describe_text",
    "draft_mapping",
    "load_mapping",
    "load_mappings",
    "preview_text",
    "recognize",
    "retell_text",
]
