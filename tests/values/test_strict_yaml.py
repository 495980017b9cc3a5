"""YAML of people's making: read with lines, or refused with one."""

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.strict_yaml import MAX_DEPTH, BadYaml, read_yaml, read_yaml_text

MERGED = "a: &a {x: 1}\n" + "".join(f"{name}: &{name} {{<<: [{', '.join(['*a'] * 9)}]}}\n" for name in "bcdefgh")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=9)
VALUES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("a: 1\nb: [", 3, "expected", id="no YAML"),
        pytest.param("a: 1\nb: &x 1", 2, "anchors", id="anchor"),
        pytest.param("a: &x [1]\nb: *x", 1, "aliases", id="alias"),
        pytest.param(MERGED, 1, "aliases", id="merged without end"),
        pytest.param("a: 1\nb: !!python/name:os.system x", 2, "tags", id="tag"),
        pytest.param("a: 1\nb: 2\na: 2", 3, "a is said twice", id="name twice"),
        pytest.param("a: b\n? [a]\n: b", 2, "a name has to be a word", id="list as a name"),
        pytest.param("a: b\n---\nc: d", 2, "another document", id="two documents"),
        pytest.param("[" * 13 + "]" * 13, 1, "nested too deeply", id="too deep"),
        pytest.param("a: " + "[" * 400_000, 1, "nested too deeply", id="deep enough to end a process"),
        pytest.param("a: b\x07", 1, "character", id="control character"),
    ],
)
def test_bad_yaml_has_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadYaml, match=reason) as caught:
        read_yaml_text(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [(b"x" * 100, 1, "more than 99 bytes"), (b"a: b\nc: \xff", 2, "not UTF-8")],
    ids=["large", "not utf-8"],
)
def test_file_that_is_none_has_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(BadYaml, match=reason) as caught:
        read_yaml(data, max_bytes=99)
    assert caught.value.line == line


def test_words_stay_as_written() -> None:
    read = read_yaml_text("[no, 010, 2024-01-02, 'null', ~]")
    assert [each.value for each in read.value] == ["no", "010", "2024-01-02", "null", "~"]
    assert [each.is_nothing for each in read.value] == [False, False, False, False, True]


def test_plain_words_are_numbers_and_truths() -> None:
    assert read_yaml_text("[1, '1', -20, 010, true, 'true', no, ~, 1.5]").bare() == [
        1, "1", -20, "010", True, "true", "no", "", "1.5",
    ]  # fmt: skip


def test_values_have_the_line_of_their_name() -> None:
    read = read_yaml_text("a:\n  b: 1\n\n  c:\n    - x\n").value
    assert isinstance(read, dict)
    inner = read["a"].value
    assert isinstance(inner, dict)
    assert (read["a"].line, inner["b"].line, inner["c"].line, inner["c"].value[0].line) == (1, 2, 4, 5)


@pytest.mark.parametrize("text", ["", "# nothing", "~", "null"])
def test_empty_document_is_nothing(text: str) -> None:
    assert read_yaml_text(text).is_nothing


@given(VALUES)
def test_what_is_written_reads_back(value: Any) -> None:
    written = yaml.dump(value, Dumper=_Quoting, allow_unicode=True)
    assert read_yaml_text(written).bare() == value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadYaml):
        assert read_yaml(data, max_bytes=300).line >= 1


def test_depth_is_that_of_the_bound() -> None:
    assert read_yaml_text("[" * MAX_DEPTH + "]" * MAX_DEPTH).line == 1


class _Quoting(yaml.SafeDumper):
    """Puts words in quotation marks, so that none is a number, and writes no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Quoting.add_representer(str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"'))
