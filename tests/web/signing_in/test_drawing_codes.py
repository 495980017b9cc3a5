"""A QR code is whole at any size, and has nothing in it that the policy refuses."""

import re
from xml.etree import ElementTree as ET

from countersight.web.signing_in.drawing_codes import draw_code

ADDRESS = "otpauth://totp/Countersight:Ana?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=Countersight"


def test_code_scales_as_a_whole() -> None:
    svg = ET.fromstring(str(draw_code(ADDRESS, title="QR")))
    assert "width" not in svg.attrib
    _, _, width, height = map(int, svg.attrib["viewBox"].split())
    assert width == height > 40


def test_code_has_nothing_inline() -> None:
    drawn = str(draw_code(ADDRESS, title='"><script>alert(1)</script>'))
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=", drawn)
