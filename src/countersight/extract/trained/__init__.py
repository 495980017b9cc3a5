"""Claims in nine languages by a compact trained model, offline."""

from countersight.extract.trained.extractor import TrainedReader

__all__ = ["TrainedReader"]
