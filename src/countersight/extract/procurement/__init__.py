"""Takes claims from procurement releases: who buys what of the trade from whom, each slot a value of the release."""

from countersight.extract.procurement.extractor import OcdsExtractor
from countersight.extract.procurement.inferring import infer_territory

__all__ = ["OcdsExtractor", "infer_territory"]
