"""Tests of names that are two names in one."""

import pytest

from countersight.resolve.registry.parts import parts_of


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Office of Cameras (OOC)", ("Office of Cameras (OOC)", "Office of Cameras", "OOC")),
        ("Viperfish / Рыба", ("Viperfish / Рыба", "Viperfish", "Рыба")),
        ("Viperfish (Рыба) Ltd", ("Viperfish (Рыба) Ltd", "Viperfish Ltd", "Рыба")),
        ("Viperfish (Ghana) Ltd", ("Viperfish (Ghana) Ltd", "Viperfish Ltd")),
        ("Viperfish (Pty)", ("Viperfish (Pty)", "Viperfish")),
        ("(Viperfish)", ("(Viperfish)",)),
        ("Viperfish A/S", ("Viperfish A/S",)),
        ("鱼", ("鱼",)),
        ("Viperfish", ("Viperfish",)),
        ("-", ()),
        ("", ()),
    ],
)
def test_joined_names_are_taken_apart(name: str, parts: tuple[str, ...]) -> None:
    assert parts_of(name) == parts


def test_hostile_name_has_few_parts() -> None:
    assert len(parts_of("Ab (Аб) / " * 500)) <= 6
