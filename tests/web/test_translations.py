"""The translations: whole, with the placeholders of the originals and plural forms that load; pages in each."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.project import create_project
from countersight.store import open_store
from countersight.web.language import FOLDER, LANGUAGES, language

ROOT = Path(__file__).parents[2]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
LEAST = {"es": 1.0, "fr": 1.0, "ar": 0.95}
"""The part of all strings that each language has to have."""
PLURALS = {"es": {0: 1, 1: 0, 2: 1}, "fr": {0: 0, 1: 0, 2: 1}, "ar": {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5}}
"""By number, the form that CLDR's plural rules name for it, counted as in the file."""
DIRECTIONS = {"en": "ltr", "es": "ltr", "fr": "ltr", "ar": "rtl"}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%|\{\w*\}")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the site over a project without documents: quick to make."""
    folder = tmp_path_factory.mktemp("translations") / "project"
    create_project(folder, "A made project")
    store = open_store(folder)
    with TestClient(make_app(folder, store), base_url="http://127.0.0.1:8080") as client:
        yield client
    store.close()


@cache
def strings() -> dict[str, bool]:
    """Every string marked for translation, by what it is looked up with, and whether any use of it has a plural."""
    mappings = tomllib.loads((ROOT / "babel.toml").read_text())["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one["pattern"]: {k: v for k, v in one.items() if k not in ("pattern", "method")} for one in mappings}
    found: dict[str, bool] = {}
    for _, _, message, _, _ in extract_from_dir(ROOT, methods, options, directory_filter=is_of_the_code):
        singular = message if isinstance(message, str) else message[0]
        found[singular] = found.get(singular, False) or singular is not message
    return found


def is_of_the_code(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[:2] in (("src",), ("src", "countersight"))


@cache
def catalog(code: str) -> Catalog:
    with (FOLDER / f"{code}.po").open("rb") as source:
        return read_po(source)


def forms(code: str, string: str) -> tuple[str, ...]:
    """All translations of a string: one, or one for each plural form; none where it is missing."""
    message = catalog(code).get(string)
    found = (message.string if message is not None else None) or ()
    return (found,) if isinstance(found, str) else tuple(found)


def is_complete(code: str, string: str, has_plural: bool) -> bool:
    found = forms(code, string)
    return len(found) == (catalog(code).num_plurals if has_plural else 1) and all(found)


def test_extractor_finds_templates_and_python() -> None:
    """A string of a template, one with a plural, one of Python and one of a drawing."""
    found = {one: strings().get(one) for one in ("Skip to the content", "%(num)s claim", "supply", "Not on the map:")}
    assert found == {"Skip to the content": False, "%(num)s claim": True, "supply": False, "Not on the map:": False}


@pytest.mark.parametrize("code", TRANSLATED)
def test_strings_are_translated_into_each(code: str) -> None:
    missing = [one for one, has_plural in strings().items() if not is_complete(code, one, has_plural)]
    assert len(missing) <= (1 - LEAST[code]) * len(strings()), sorted(missing)


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_are_those_of_originals(code: str) -> None:
    """A plural form may leave out the number, where the language says it in words."""
    wrong = {}
    for message in catalog(code):
        originals = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        asked = Counter(PLACEHOLDER.findall(originals[-1]))
        spared = Counter(["%(num)s"]) if len(originals) > 1 else Counter()
        for form in filter(None, forms(code, originals[0]) if originals[0] else ()):
            if Counter(PLACEHOLDER.findall(form)) not in (asked, asked - spared):
                wrong[form] = originals[-1]
    assert wrong == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_number_chooses_the_plural_form(code: str) -> None:
    """As the site loads them: a header that is lost would make every language choose as English does."""
    say = language(code).translations.ngettext
    plural = [one for one, has_plural in strings().items() if has_plural and is_complete(code, one, True)]
    chosen = {one: {number: say(one, one, number) for number in PLURALS[code]} for one in plural}
    assert chosen == {one: {number: forms(code, one)[form] for number, form in PLURALS[code].items()} for one in plural}
    assert len(plural) >= LEAST[code] * sum(strings().values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_page_names_language_and_direction(code: str, client: TestClient) -> None:
    page = client.get("/findings", params={"lang": code}).text
    heading = language(code).translations.gettext("Findings")
    assert f'<html lang="{code}" dir="{DIRECTIONS[code]}"' in page
    assert f"<h1>{heading}</h1>" in page
    assert (heading == "Findings") is (code == "en")
