"""Mangled lists of every kind of file: rows fail, imports do not."""

import random
from pathlib import Path

import pytest

from countersight.errors import CountersightError
from countersight.resolve.lists import FORMS, read_list

SAMPLES = {
    "json": '{"id": "x-1", "schema": "Company", "properties": {"name": ["Orbex"], "country": ["ke"]}}\n' * 3,
    "array": '[{"bibtex_key": "Orbex", "bibtex_type": "Company", "company_name": "Orbex"}, {"bibtex_key": "V"}]',
    "wikidata": '{"entities":{"Q9":{"type":"item","id":"Q9","labels":{"en":{"language":"en","value":"Orbex"}},'
    '"claims":{"P159":[{"mainsnak":{"datavalue":{"value":{"id":"Q1"}}},"rank":"normal"}]}}}}',
    "csv": 'no,business_enterprise,home_state\n1,"Orbex, a.k.a. OTC",Kenya\n2,Velmar,"Spain"\n',
    "ofac": '36,"ORBEX",-0- ,"XX",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 7 (Kenya); a.k.a. \'O\'."\n' * 3,
    "xml": '<?xml version="1.0"?><sdnList xmlns="urn:x"><sdnEntry><uid>1</uid><lastName>ORBEX</lastName>'
    "<sdnType>Entity</sdnType><programList><program>XX</program></programList></sdnEntry></sdnList>",
}
INSERTS = [
    '"',
    "[",
    "{",
    "]",
    "}",
    "null",
    "1",
    "\\ud800",
    "\x00",
    "<",
    "&x;",
    ",,",
    ";",
    "\n",
    "<a>",
    "\u202e",
    "\ufeff",
]


def mangle(text: str, chance: random.Random) -> bytes:
    data = bytearray(text.encode())
    for _ in range(chance.choice([1, 3, 10, 40])):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randrange(1, 20)]
            case 2:
                data[place:place] = chance.choice(INSERTS).encode()
            case _:
                start = chance.randrange(len(data))
                data[place:place] = data[start : start + 40]
        data = data or bytearray(b" ")
    return bytes(data)


@pytest.mark.parametrize("sample", SAMPLES)
def test_mangled_list_never_stops_an_import(tmp_path: Path, sample: str) -> None:
    chance, path = random.Random(sample), tmp_path / "list"
    read = 0
    for _ in range(150):
        path.write_bytes(mangle(SAMPLES[sample], chance))
        try:
            read += len(list(read_list(path, form=chance.choice([None, chance.choice(FORMS).name]))))
        except CountersightError:
            continue
    assert read
