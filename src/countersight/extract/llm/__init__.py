"""The extractor `llm`: a model behind an OpenAI-compatible endpoint, each of whose quotes is held to the text."""

from countersight.extract.llm.extractor import LlmExtractor
from countersight.extract.llm.options import LlmOptions

__all__ = ["LlmExtractor", "LlmOptions"]
