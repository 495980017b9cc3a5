"""Tables in a wide and in a narrow window."""

import re

import pytest

from countersight.cli.printing import print_failures
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
