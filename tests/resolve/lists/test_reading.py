"""Lists of any form, found by their beginning."""

from pathlib import Path

import pytest

from countersight.errors import NotFound, UnknownForm, UnreadableSource
from countersight.resolve.lists import FORMS, find_form, read_list

FTM = '{"id": "x-1", "schema": "Company", "properties": {"name": ["Orbex"]}}\n'


def test_forms_have_names_of_their_own() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)


def test_form_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(FTM, encoding="utf-8")
    assert find_form(path).name == find_form(path, form="ftm").name == "ftm"
    with pytest.raises(NotFound, match="there are"):
        find_form(path, form="robots")


@pytest.mark.parametrize("text", ["", "some words\n", "a,b\n1,2\n", '{"a": 1}\n', "<html></html>", "\x00\x01"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnknownForm):
        find_form(path)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        next(read_list(tmp_path / "none"))


def test_entities_say_which_list_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(FTM, encoding="utf-8")
    (entity,) = read_list(path, name="made-up")
    assert entity.lists == ("made-up",)


def test_entities_come_in_order_of_id(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("".join(FTM.replace("x-1", f"x-{n}") for n in (3, 20, 1)), encoding="utf-8")
    assert [item.id for item in read_list(path)] == ["x-1", "x-20", "x-3"]
