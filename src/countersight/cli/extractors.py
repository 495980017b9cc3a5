"""Which extractor a command uses: made here from the settings, because only the edges read them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.settings import Settings

if TYPE_CHECKING:  # the command line answers --help without it
    from countersight.extract import Extractor, LlmOptions


def extractor_choice(
    settings: Settings, *, name: str | None = None, folder: Path | None = None
) -> Callable[[], "Extractor"]:
    """Return what makes the extractor `name`, else the one that the settings name, else the default.

    It can be sent to other processes. `folder` is the project's, if there is one.
    """
    from countersight.extract import GlinerOptions, choose_extractor

    gliner = GlinerOptions(weights=settings.gliner_weights)
    return partial(
        choose_extractor, name or settings.extractor or None, gliner=gliner, llm=llm_options(settings, folder)
    )


def llm_options(settings: Settings, folder: Path | None) -> "LlmOptions":
    """Return what the extractor `llm` needs to know; answers are kept in the project unless the settings say where."""
    from countersight.extract import LlmOptions

    cache = Path(settings.llm_cache) if settings.llm_cache else folder / "cache" / "llm" if folder else None
    return LlmOptions(
        endpoint=settings.llm_endpoint,
        model=settings.llm_model,
        key=settings.llm_key,
        max_requests=settings.llm_max_requests,
        max_tokens=settings.llm_max_tokens,
        concurrency=settings.llm_concurrency,
        timeout_s=settings.llm_timeout_s,
        cache=cache,
        proxy=settings.proxy,
    )


def warn_of_leaving(extractor: "Extractor") -> None:
    """Say on standard error when passages of the documents will leave this machine."""
    from countersight.extract.llm import LlmExtractor

    if isinstance(extractor, LlmExtractor) and not extractor.options.is_loopback():
        click.echo(f"passages of the documents go to {extractor.options.origin()}, outside this machine", err=True)
