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
from numpy.typing import NDArray
from tokenizers import Tokenizer

from countersight.errors import ModelUnavailable
from countersight.extract.trained.decoding import Scores
from countersight.extract.trained.extractor import PACKAGE
from countersight.extract.trained.features import Window
from countersight.extract.trained.labels import FEATURES, KINDS, ROLES, STATUSES, TECHNOLOGIES
from countersight.extract.trained.reading import Asked, Thresholds
from countersight.values.digests import sha256_hex

LABELS = {"kinds": KINDS, "statuses": STATUSES, "technologies": TECHNOLOGIES, "roles": ROLES, "features": FEATURES}
"""What weights have to agree with, in this order."""
LEAST = 0.21
"""Confidence below which a reading is no claim: on news nearly all such are off the subject."""
BATCH = 4096
"""Tokens that go through the network at once, padding counted: memory stays bounded, and more would be no faster."""


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
        """Return for each window its hidden states [tokens, width] and tags of evidence [tokens, 3]."""
        found: dict[int, tuple[Scores, Scores]] = {}
        for chosen in _batches([len(window.pieces) for window in windows]):
            pieces, mask = _padded([windows[number].pieces for number in chosen])
            features = np.zeros((*pieces.shape, len(FEATURES)), dtype=np.float32)
            for row, number in enumerate(chosen):
                features[row, : len(windows[number].pieces)] = windows[number].features
            hidden, tags = self.finder.run(None, {"pieces": pieces, "features": features, "mask": mask})
            for row, number in enumerate(chosen):
                length = len(windows[number].pieces)
                found[number] = hidden[row, :length], tags[row, :length]
        return [found[number] for number in range(len(windows))]

    def read(self, items: Sequence[Asked]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """Return for each piece of evidence the scores of roles, kind, status and technology."""
        answers: dict[int, tuple[Scores, Scores, Scores, Scores]] = {}
        for chosen in _batches([len(hidden) for _, hidden, _ in items]):
            longest = max(len(items[number][1]) for number in chosen)
            hidden = np.zeros((len(chosen), longest, items[chosen[0]][1].shape[1]), dtype=np.float32)
            features = np.zeros((len(chosen), longest, len(FEATURES)), dtype=np.float32)
            marks = np.zeros((len(chosen), longest), dtype=np.float32)
            mask = np.zeros((len(chosen), longest), dtype=np.float32)
            for row, number in enumerate(chosen):
                window, states, (first, last) = items[number]
                hidden[row, : len(states)] = states
                features[row, : len(states)] = window.features
                mask[row, : len(states)] = 1.0
                marks[row, first:last] = 1.0
            outputs = self.reader.run(None, {"hidden": hidden, "features": features, "marks": marks, "mask": mask})
            for row, number in enumerate(chosen):
                roles, kind, status, technology = (output[row] for output in outputs)
                answers[number] = roles[: len(items[number][1])], kind, status, technology
        return [answers[number] for number in range(len(items))]


@cache
def load_weights(folder: Path | None = None) -> Weights:
    """Load the installed weights, or those in `folder`, once.

    Raises:
        ModelUnavailable: no weights are installed, a file is not the one that was published, or the weights were
            trained for other labels than this version of Countersight has.
    """
    folder = folder or installed_folder()
    manifest = _manifest(folder)
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
    # Windows differ in length: arenas and patterns planned for one shape only cost memory in the next.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Put items of like length together, up to the bound of a batch."""
    made: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if made and (len(made[-1]) + 1) * lengths[number] <= BATCH:
            made[-1].append(number)
        else:
            made.append([number])
    return made


def _padded(rows: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    longest = max(len(row) for row in rows)
    pieces = np.ones((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=np.float32)
    for number, row in enumerate(rows):
        pieces[number, : len(row)] = row
        mask[number, : len(row)] = 1.0
    return pieces, mask
