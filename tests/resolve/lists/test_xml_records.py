"""Records of XML files, also of hostile ones."""

from pathlib import Path

import pytest

from countersight.errors import UnreadableRow
from countersight.resolve.lists import xml_records as xml
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, xml_records


def write(tmp_path: Path, data: str) -> Source:
    path = tmp_path / "list.xml"
    path.write_text(data, encoding="utf-8")
    return Source(path)


def names(source: Source) -> list[str]:
    return [
        text_at(record, "name") for _, record in xml_records(source, "entry") if not isinstance(record, UnreadableRow)
    ]


def failures(source: Source) -> list[UnreadableRow]:
    return [record for _, record in xml_records(source, "entry") if isinstance(record, UnreadableRow)]


def test_namespaces_are_taken_off(tmp_path: Path) -> None:
    source = write(tmp_path, '<x:list xmlns:x="urn:x"><x:entry><x:name> Orbex </x:name></x:entry></x:list>')
    assert names(source) == ["Orbex"]
    assert root_of(source) == ("list", ' xmlns:x="urn:x"')


def test_broken_file_gives_what_stands_before(tmp_path: Path) -> None:
    source = write(tmp_path, "<list><entry><name>Orbex</name></entry><entry><name>Vel")
    assert names(source) == ["Orbex"]
    assert len(failures(source)) == 1


def test_bomb_of_entities_does_not_go_off(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(10))
    source = write(tmp_path, f"<!DOCTYPE list [{bomb}]><list><entry><name>&e9;</name></entry></list>")
    assert names(source) == []
    assert len(failures(source)) == 1


def test_own_document_type_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path, '<!DOCTYPE list [<!ENTITY e "Orbex">]><list><entry><name>&e;</name></entry></list>')
    assert names(source) == []
    assert "document type" in str(failures(source)[0])


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden", encoding="utf-8")
    source = write(
        tmp_path,
        f'<!DOCTYPE list [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><list><entry><name>&e;</name></entry></list>',
    )
    assert not any("hidden" in name for name in names(source))


def test_record_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "LARGEST_RECORD", 1 << 17)
    source = write(tmp_path, "<list>" + "<other>x</other>" * 20_000 + "<entry><name>Orbex</name></entry></list>")
    assert "no end" in str(failures(source)[0])


def test_other_text_is_no_xml(tmp_path: Path) -> None:
    assert root_of(write(tmp_path, "id,name\n1,<b>Orbex</b>\n")) == ("", "")


def test_comments_before_the_root(tmp_path: Path) -> None:
    source = write(tmp_path, '<?xml version="1.0"?><!-- <a> --><list><entry><name>Orbex</name></entry></list>')
    assert root_of(source)[0] == "list"
