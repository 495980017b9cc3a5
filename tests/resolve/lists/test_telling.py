"""Organizations told from persons by the name alone."""

import pytest

from countersight.resolve.lists.telling import tells_organization


@pytest.mark.parametrize(
    "name",
    ["Orbex Trading", "ORBEX, S.A.", "Orbex Ltd.", "Velmar GmbH", "S2BA", "150th Repair Plant", "Tasko Aerospace",
     "奥贝斯有限公司", "Nordalbank", "АКАДЕМИЯ Нордал", "Orbex AG", "UNIT 61398"],
)  # fmt: skip
def test_organizations_are_told(name: str) -> None:
    assert tells_organization(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Example",
        "EXAMPLE, Ada",
        "EXAMPLE, Ada ag",
        "Example, Ada Co",
        "de la Example, Ada",
        "李伟",
        "Example, III, A.",
        "",
    ],
)
def test_others_are_not(name: str) -> None:
    assert not tells_organization(name)
