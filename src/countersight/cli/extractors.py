"""Which extractor a command uses, and what is said where passages leave this machine."""

from typing import TYPE_CHECKING

from countersight.cli.terminal import echo
from countersight.project import extractor_choice

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.extract import Extractor

__all__ = ["extractor_choice", "warn_of_leaving"]


def warn_of_leaving(extractor: "Extractor") -> None:
    """Say on standard error when passages of the documents will leave this machine."""
    from countersight.extract.llm import LlmExtractor

    if isinstance(extractor, LlmExtractor) and not extractor.options.is_loopback():
        echo(f"passages of the documents go to {extractor.options.origin()}, outside this machine", err=True)
