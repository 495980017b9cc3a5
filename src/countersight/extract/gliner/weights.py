"""Where the weights come from: a folder, or by the user's express word the hub; nothing is fetched silently."""

import os
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from countersight.errors import ModelUnavailable
from countersight.extract.gliner.options import HUB, WHAT

NEEDED = ("config.json", "encoder_config/config.json", "model.safetensors", "tokenizer.json")
"""Files of a GLiNER2 model. Pickled weights are refused: opening them may run what they hold."""
_DIGITS = 12
_MEBIBYTE = 1 << 20


def locate_weights(weights: str) -> Path:
    """Return the folder of the weights; from here on nothing in this process asks the hub, unless it was named.

    Raises:
        ModelUnavailable: GLiNER2 is not installed, no weights are named, or the folder does not hold them.
    """
    if find_spec("gliner2") is None or find_spec("torch") is None or find_spec("transformers") is None:
        raise ModelUnavailable(WHAT, "it is not installed (pip install 'countersight[gliner]')")
    if not weights:
        raise ModelUnavailable(WHAT, "no weights are named (COUNTERSIGHT_GLINER_WEIGHTS)")
    if weights.startswith(HUB):
        folder = _fetch(weights.removeprefix(HUB))
    else:
        _go_offline()
        folder = Path(weights).expanduser()
        if not folder.is_dir():
            raise ModelUnavailable(WHAT, f"{weights} is no folder; weights on the hub are named {HUB}owner/name")
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(WHAT, f"{folder} lacks {', '.join(missing)}")
    return folder


def weights_digest(folder: Path) -> str:
    """Name the weights by their content, so that other weights count as another version of the extractor."""
    digest = sha256()
    for name in NEEDED:
        with (folder / name).open("rb") as file:
            while block := file.read(_MEBIBYTE):
                digest.update(block)
    return digest.hexdigest()[:_DIGITS]


def _go_offline() -> None:
    """Keep the libraries below GLiNER2 from asking the hub; they read this when they are first imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def _fetch(name: str) -> Path:
    # Imported only now: a folder of weights needs no client of the hub.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled

    try:
        return Path(
            snapshot_download(name, allow_patterns=["*.json", "encoder_config/*", "model.safetensors", "*.model"])
        )
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled, OSError) as error:
        raise ModelUnavailable(WHAT, f"{name} cannot be had from the hub: {type(error).__name__}") from error
