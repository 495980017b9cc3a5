"""Settings come from the environment, and a malformed one is an error that names it."""

import pytest

from countersight.errors import BadSetting
from countersight.settings import Settings, read_settings


def test_empty_environment_gives_defaults() -> None:
    assert read_settings({}) == Settings()


def test_variable_replaces_default() -> None:
    assert read_settings({"COUNTERSIGHT_MAX_REDIRECTS": "2"}).max_redirects == 2


@pytest.mark.parametrize("value", ["many", "", "0", "-1", "1.5"])
def test_malformed_number_names_variable(value: str) -> None:
    with pytest.raises(BadSetting, match="COUNTERSIGHT_PROCESSES"):
        read_settings({"COUNTERSIGHT_PROCESSES": value})


def test_unknown_setting_is_refused() -> None:
    with pytest.raises(BadSetting, match="COUNTERSIGHT_COLOUR"):
        read_settings({"COUNTERSIGHT_COLOUR": "blue"})
