"""Companies of the Surveillance Industry Index."""

import json


def test_hostile_text_stops_nothing(read_text) -> None:
    hostile = '{"bibtex_key": "a\\ud800\\u001b", "bibtex_type": "Company", "company_name": ["Tas\\ud800ko"]}'
    found = read_text(f'[{hostile}, {{"bibtex_key": 3}}, 7]')
    assert [entity.name for entity in found.entities.values()] == ["Tasko"]
    assert len(found.failures) == 1


def test_company_becomes_a_vendor(read_text) -> None:
    record = {
        "bibtex_key": "Karvik_Telecom",
        "bibtex_type": "Company",
        "company_name": "K\\'arvik \\& Telecom",
        "hq_country": ["Kenya"],
        "offices_in": ["Kenya", "Spain"],
        "website": "https://example.org/karvik",
        "ceo": "Ada Example",
    }
    entity = read_text(json.dumps([record], indent=1)).only
    assert (entity.id, entity.name, entity.territory) == ("pi-Karvik_Telecom", "Kárvik & Telecom", "ke")
    assert entity.roles == ("vendor",)
    assert "Ada" not in str(entity)
