"""The weights of the trained model: found in the package that carries them, held against their hashes, and run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from countersight.errors import ModelUnavailable
from countersight.extract.trained.decoding import Scores
from countersight.extract.trained.extractor import PACKAGE, TrainedReader
from countersight.extract.trained.features import Window
from countersight.extract.trained.labels import FEATURES, KINDS, ROLES, STATUSES, TECHNOLOGIES
from countersight.extract.trained.reading import Asked, Thresholds
from countersight.values.digests import sha256_hex

LABELS = {"kinds": KINDS, "statuses": STATUSES, "technologies": TECHNOLOGIES, "roles": ROLES, "features": FEATURES}
"""What weights have to agree with, in this order."""
LEAST = 0.21
"""Confidence below which a reading is no claim: on news nearly all such are off the subject."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """A loaded model with what belongs to it. Two threads may use it at the same time."""

    version: str
    tokenizer: Tokenizer
    finder: onnxruntime.InferenceSession
    reader: onnxruntime.InferenceSession
    thresholds: Thresholds
    calibration: tuple[float, float]
    """Slope and intercept that turn the network's log odds into the probability that a reader would agree."""
    least: float = LEAST
    """Least confidence of a claim."""

    def find(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """Return for each window its hidden states [tokens, width] and tags of evidence [tokens, 3].

        Each window goes alone: in eight bits, what stands beside it in a batch would change its numbers.
        """
        found = []
        for window in windows:
            hidden, tags = self.finder.run(
                None,
                {
                    "pieces": window.pieces[None],
                    "features": window.features[None],
                    "mask": np.ones((1, len(window.pieces)), dtype=np.float32),
                },
            )
            found.append((hidden[0], tags[0]))
        return found

    def read(self, items: Sequence[Asked]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """Return for each piece of evidence the scores of roles, kind, status and technology."""
        answers = []
        for window, hidden, (first, last) in items:
            marks = np.zeros((1, len(hidden)), dtype=np.float32)
            marks[0, first:last] = 1.0
            roles, kind, status, technology = self.reader.run(
                None,
                {
                    "hidden": hidden[None],
                    "features": window.features[None],
                    "marks": marks,
                    "mask": np.ones((1, len(hidden)), dtype=np.float32),
                },
            )
            answers.append((roles[0], kind[0], status[0], technology[0]))
        return answers


@cache
def load_weights(folder: Path | None = None) -> Weights:
    """Load the installed weights, or those in `folder`, once.

    Raises:
        ModelUnavailable: no weights are installed, a file is not the one that was published, or the weights are of
            another version or for other labels than this Countersight has.
    """
    folder = folder or installed_folder()
    manifest = _manifest(folder)
    if manifest["version"] != TrainedReader.WEIGHTS:
        raise ModelUnavailable(
            "the trained model", f"version {TrainedReader.WEIGHTS} is needed, not {manifest['version']}"
        )
    contents = {name: _checked(folder / name, digest) for name, digest in manifest["sha256"].items()}
    for name, labels in LABELS.items():
        if tuple(manifest["labels"][name]) != labels:
            raise ModelUnavailable("the trained model", f"its {name} are not those of this version")
    return Weights(
        version=manifest["version"],
        tokenizer=Tokenizer.from_str(contents["tokenizer.json"].decode()),
        finder=_session(contents["finder.onnx"]),
        reader=_session(contents["reader.onnx"]),
        thresholds=Thresholds(**manifest["thresholds"]),
        calibration=(manifest["calibration"]["slope"], manifest["calibration"]["intercept"]),
    )


def installed_folder() -> Path:
    """Return the folder of the installed package of weights.

    Raises:
        ModelUnavailable: it is not installed.
    """
    try:
        package = import_module(PACKAGE)
    except ModuleNotFoundError as missing:
        raise ModelUnavailable("the trained model", f"the package {PACKAGE} is not installed") from missing
    return Path(str(package.__file__)).parent


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError) as problem:
        raise ModelUnavailable("the trained model", f"no manifest can be read in {folder}") from problem
    return manifest


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ModelUnavailable("the trained model", f"{path.name} cannot be read") from problem
    if sha256_hex(content) != digest:
        raise ModelUnavailable("the trained model", f"{path.name} is not the file that was published")
    return content


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # many texts are shared out to processes; threads within would fight over cores
    # Windows differ in length: what is planned for one shape only costs memory and time in the next.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
