"""Tables in a wide and in a narrow window."""

import re

import pytest

from countersight.cli.printing import print_failures, print_rows
from countersight.model.failure import Stage, make_failure

WORDS = "a long reason that was made up for this test alone"


@pytest.mark.parametrize("width", [30, 60, 200])
def test_no_width_cuts_words_off(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    monkeypatch.setenv("COLUMNS", str(width))
    failure = make_failure(Stage.COLLECT, "file:///reports/2031/one-that-has-a-rather-long-name.txt", ValueError(WORDS))
    print_failures([failure], as_json=False, source=lambda failed: failed.item)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= width
    shown = "".join("".join(lines).split())
    assert "\N{HORIZONTAL ELLIPSIS}" not in shown
    assert failure.item in shown
    assert "".join(WORDS.split()) in shown


HOSTILE = "a\x1b[2J\x9b31m\x07b\u202ec"


def test_failure_holds_nothing_that_a_terminal_obeys() -> None:
    assert make_failure(Stage.COLLECT, "file:///a", ValueError(HOSTILE)).detail == "a [2J 31m b c"


def test_words_of_strangers_are_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("title",), [[HOSTILE], ["\u200fم\u200cا\xa0x"]], empty="")
    shown = capsys.readouterr().out
    assert "a\ufffd[2J\ufffd31m\ufffdb\ufffdc" in shown
    assert "\u200fم\u200cا\xa0x" in shown
