"""What the extractor `gliner` is told by those who may read settings."""

from dataclasses import dataclass

WHAT = "the extractor gliner"
HUB = "hf:"
"""Before the name of weights on the Hugging Face hub: only then is anything fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlinerOptions:
    """Where the weights are, and how sure of a record the model has to be."""

    weights: str = ""
    """A folder with the weights of a GLiNER2 or GLiNER2.5 model, or `hf:` and its name on the hub."""
    threshold: float = 0.5
    """Least probability of a record and of each of its slots; 0.5 is what GLiNER2 itself takes."""
    batch: int = 4
    """Windows that go through the network together."""
