"""Suppliers that are private people, told from firms."""

import pytest

from countersight.values.natural_persons import is_natural_person


@pytest.mark.parametrize(
    "name",
    ["Anna Mosby", "JUAN PEREZ LOPEZ", "Maria da Silva", "Dr Anna Mustermann", "Иван Иванов", "王小明", "Mr A Smith"],
)
def test_people_are_left_out(name):
    assert is_natural_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Orbex Ltd",
        "Shimmer Systems",
        "Mosby & Sons Ltd",
        "Anna Mosby t/a Bright Cabs",
        "COMERCIALIZADORA DE EQUIPOS",
        "Orbex",
        "24x7 Watch",
        "University of Zenda",
        "天空科技有限公司",
        "The Zenda Lamp Shop of Old Town Street",
    ],
)
def test_firms_are_kept(name):
    assert not is_natural_person(name)


def test_schemes_and_kinds_decide():
    assert is_natural_person("Orbex Ltd", scheme="MX-CURP")
    assert is_natural_person("Orbex", kind="Persona Natural")
    assert not is_natural_person("Anna Mosby", scheme="GB-COH")
