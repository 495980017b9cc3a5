import pytest

from countersight.errors import BadPreference
from countersight.web.desk.keys import ACTIONS, DEFAULTS, OFF, SWITCH, check_bindings, keys_of


def test_usual_keys_are_all_different() -> None:
    assert len(set(DEFAULTS.values())) == len(ACTIONS)
    assert check_bindings({}) == {}


def test_only_what_differs_is_kept() -> None:
    assert check_bindings({"accept": "Y"}) == {"accept": "y"}


def test_one_key_for_two_actions_is_refused() -> None:
    with pytest.raises(BadPreference, match="cannot do two things"):
        check_bindings({"accept": "e"})


@pytest.mark.parametrize("key", ["1", "/", "ab", "\x00"], ids=["slot", "search", "two", "control"])
def test_keys_of_others_are_refused(key: str) -> None:
    with pytest.raises(BadPreference, match="cannot be a key"):
        check_bindings({"accept": key})


def test_switched_off_means_no_key_at_all() -> None:
    assert set(keys_of({SWITCH: OFF, "accept": "y"}).values()) == {""}
