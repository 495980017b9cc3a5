"""Each role has all that those before it have."""

import itertools
from pathlib import Path

import pytest

from countersight.accounts.roles import NEEDED, Act, Role, may


def test_roles_grow() -> None:
    for less, more in itertools.pairwise(Role):
        lesser, greater = ({act for act in Act if may(role, act)} for role in (less, more))
        assert lesser < greater


def test_every_act_has_a_least_role() -> None:
    assert set(NEEDED) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_table_of_acts_is_documented(act: Act) -> None:
    page = (Path(__file__).parents[2] / "docs" / "accounts.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {act} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")][2:]
    assert cells == ["yes" if may(role, act) else "" for role in Role]
