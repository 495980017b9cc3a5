"""Scripts that write no spaces between words."""

import re
from typing import Final

UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
"""One character of Thai, Lao, Myanmar, Khmer, kana or Han (Unicode blocks of these names)."""
