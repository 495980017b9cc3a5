"""YAML with lines."""

import pytest

from countersight.errors import BadMapping
from countersight.extract.mapping.located import MAX_CHARACTERS, read_located


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("a: 1\nb: [", 3, "expected", id="no YAML"),
        pytest.param("a: 1\nb: &x 1\nc: *x", 2, "aliases", id="alias"),
        pytest.param("a: 1\na: 2", 2, "twice", id="name twice"),
        pytest.param("# nothing\n", 1, "is empty", id="empty"),
        pytest.param("x" * (MAX_CHARACTERS + 1), 1, "characters", id="too long"),
        pytest.param("[" * 40 + "]" * 40, 1, "nested", id="too deep"),
    ],
)
def test_bad_yaml_has_file_and_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadMapping, match=reason) as caught:
        read_located(text, "f.yml")
    assert str(caught.value).startswith(f"f.yml:{line}: ")


def test_words_stay_as_written() -> None:
    fields = read_located("a: no\nb: 010\nc: 2024-01-02", "f.yml").fields()
    assert [fields.words(name) for name in "abc"] == ["no", "010", "2024-01-02"]


def test_what_nobody_asked_for_is_refused() -> None:
    fields = read_located("a: 1\n\nb: 2", "f.yml").fields()
    fields.words("a")
    with pytest.raises(BadMapping, match=r"f\.yml:3: b means nothing here; there are a"):
        fields.close()


def test_kinds_of_values_are_kept_apart() -> None:
    fields = read_located("a: [x]\nb: x", "f.yml").fields()
    with pytest.raises(BadMapping, match="one word or line"):
        fields.words("a")
    with pytest.raises(BadMapping, match="mapping of names"):
        fields.made("b", lambda at: at.fields())
