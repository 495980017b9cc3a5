"""Text in drawings: measured, cut, wrapped and kept in its own direction."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.drawing.lettering import fit_text, isolate, text_width, wrap_text, writable


@given(st.text(max_size=80), st.floats(30, 400))
def test_fitted_text_fits(text: str, room: float) -> None:
    assert text_width(fit_text(text, room)) <= room + 0.01


@given(st.text(max_size=80), st.floats(60, 300), st.integers(1, 3))
def test_wrapped_text_fits_its_lines(text: str, room: float, lines: int) -> None:
    wrapped = wrap_text(text, room, lines=lines)
    assert len(wrapped) <= lines
    assert all(text_width(line) <= room + 0.01 for line in wrapped)


def test_short_text_stays_whole() -> None:
    assert wrap_text("National police of Utopia", 400) == ["National police of Utopia"]
    assert wrap_text("National police of Utopia", 100) == ["National police", "of Utopia"]


def test_wide_scripts_are_measured_wide() -> None:
    assert text_width("公司公司") > text_width("mmmm")
    assert text_width("é") == text_width("é") or text_width("e\u0301") == text_width("e")


def test_marks_stay_on_their_letters() -> None:
    text = "e\u0301" * 40
    assert not fit_text(text, 60)[:-1].endswith("e")


def test_only_what_runs_from_the_right_is_isolated() -> None:
    assert isolate("Vendor") == "Vendor"
    assert isolate("شركة ABC") == "\u2068شركة ABC\u2069"


def test_overrides_and_controls_are_taken_out() -> None:
    assert writable("Ven\u202edor\x00 \n Alder\u2066") == "Vendor\ufffd Alder"
