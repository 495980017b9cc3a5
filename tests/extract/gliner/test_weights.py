"""Tests of finding weights, and of what is said where they cannot be used."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.extract.gliner.conftest import WITHOUT

from countersight.errors import ModelUnavailable
from countersight.extract import GlinerOptions, choose_extractor
from countersight.extract.gliner.weights import NEEDED, locate_weights, weights_digest

IS_INSTALLED = find_spec("gliner2") is not None
installed = pytest.mark.skipif(not IS_INSTALLED, reason=WITHOUT)


def fill(folder: Path) -> Path:
    for name in NEEDED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


@pytest.mark.skipif(IS_INSTALLED, reason="GLiNER2 is installed")
def test_says_how_to_install_it() -> None:
    with pytest.raises(ModelUnavailable, match=r"countersight\[gliner\]"):
        choose_extractor("gliner", gliner=GlinerOptions(weights="anywhere"))


@installed
def test_says_that_no_weights_are_named() -> None:
    with pytest.raises(ModelUnavailable, match="COUNTERSIGHT_GLINER_WEIGHTS"):
        choose_extractor("gliner")


@installed
def test_name_without_prefix_is_a_folder() -> None:
    with pytest.raises(ModelUnavailable, match="no folder"):
        locate_weights("someone/some-weights")


@installed
@pytest.mark.parametrize("name", NEEDED)
def test_missing_file_is_named(name: str, tmp_path: Path) -> None:
    (fill(tmp_path) / name).unlink()
    with pytest.raises(ModelUnavailable, match=name):
        locate_weights(str(tmp_path))


@installed
def test_folder_with_all_files_is_taken(tmp_path: Path) -> None:
    assert locate_weights(str(fill(tmp_path))) == tmp_path


def test_other_weights_have_another_digest(tmp_path: Path) -> None:
    before = weights_digest(fill(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"others")
    assert weights_digest(tmp_path) != before
