"""Reading one document, and what all readers have in common."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError, ReaderExhausted, UnsupportedFormat
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, reading_version
from countersight.read.reading import find_reader, try_document

HEAVY = "trafilatura lxml pypdfium2 docx markdown_it yaml numpy py3langid pyarrow htmldate".split()  # noqa: SIM905


def test_every_media_type_has_one_reader() -> None:
    media_types = [media_type for reader in READERS for media_type in reader.media_types]
    assert len(media_types) == len(set(media_types))


def test_unknown_media_type_is_unsupported() -> None:
    with pytest.raises(UnsupportedFormat, match="no reader for image/gif"):
        find_reader("image/gif", READERS)


def test_version_names_readers_and_libraries() -> None:
    named = reading_version().split()
    assert all(f"{reader.name}@{reader.version}" in named for reader in READERS)
    assert any(name.startswith("py3langid@") for name in named)
    assert any(name.startswith("trafilatura@") for name in named)


def test_version_stays_the_same() -> None:
    assert reading_version() == reading_version()


def _run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_importing_loads_no_library() -> None:
    script = f"import sys, countersight.read; print([name for name in {HEAVY} if name in sys.modules])"
    assert _run(script).strip() == "[]"


def test_plain_text_loads_no_other_reader() -> None:
    script = (
        "import sys\n"
        "from countersight.model.document import Document\n"
        "from countersight.read import READERS, ReadItem, read_document\n"
        "document = Document(id='0' * 64, size=4, media_type='text/plain')\n"
        "read_document(ReadItem(document=document, data=b'Some words of a text that lies in a file.'), READERS)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    assert _run(script).strip() == "['numpy', 'py3langid']"


class _Hungry:
    name, version, libraries, media_types = "hungry", "1", (), frozenset({"wild/hungry"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> object:
        raise MemoryError


def test_memory_spent_in_process_is_told(make_item: Callable[..., ReadItem]) -> None:
    result = try_document(make_item("wild/hungry", b"x"), (_Hungry,))  # type: ignore[arg-type]
    assert type(result) is ReaderExhausted


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_give_text_or_input_error(make_item: Callable[..., ReadItem], reader: type, data: bytes) -> None:
    result = try_document(make_item(min(reader.media_types), data), READERS)
    assert isinstance(result, DocumentText | InputError)
    if isinstance(result, DocumentText):
        assert result.text.strip() == result.text != ""
        assert all(result.text[page.start : page.end] for page in result.pages if page.end > page.start)
