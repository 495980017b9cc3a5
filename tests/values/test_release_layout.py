"""Headings of a release's text, written and read back."""

import pytest

from countersight.values.release_layout import Heading, Section, read_heading


@pytest.mark.parametrize(
    "heading",
    [
        Heading(Section.TENDER),
        Heading(Section.PROCURING_ENTITY),
        Heading(Section.AWARD, 12),
        Heading(Section.ITEM, 3, Section.TENDER),
        Heading(Section.ITEM, 3, Section.AWARD, 2),
    ],
    ids=str,
)
def test_headings_read_back(heading):
    assert read_heading(str(heading)) == heading


@pytest.mark.parametrize("line", ["", "Title: x", "Award one", "Camera 3", "Item 1 of camera", "tender"])
def test_other_lines_are_no_headings(line):
    assert read_heading(line) is None
