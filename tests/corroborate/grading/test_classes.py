"""Tests of telling a source's class."""

import pytest

from countersight.corroborate.grading.classes import SourceClass, classify_source, host_label, host_territory


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("treasury.gov.xx", SourceClass.GOVERNMENT),
        ("interior.gob.xx", SourceClass.GOVERNMENT),
        ("police.go.xx", SourceClass.GOVERNMENT),
        ("home.treasury.gov", SourceClass.GOVERNMENT),
        ("eur-lex.europa.eu", SourceClass.GOVERNMENT),
        ("news.go.com", SourceClass.UNKNOWN),
        ("gov.example", SourceClass.UNKNOWN),
        ("reuters.com", SourceClass.WIRE),
        ("notreuters.com", SourceClass.UNKNOWN),
        ("uk.reuters.com", SourceClass.WIRE),
        ("agence france presse", SourceClass.WIRE),
        ("citizenlab.ca", SourceClass.NGO),
        ("hikvision.com", SourceClass.COMPANY),
        ("gazette.example", SourceClass.UNKNOWN),
        ("jane roe", SourceClass.UNKNOWN),
        ("", SourceClass.UNKNOWN),
    ],
)
def test_class_of_source(key: str, expected: SourceClass) -> None:
    assert classify_source(key) is expected


def test_name_tells_where_host_does_not() -> None:
    assert classify_source("mirror.example", "Hikvision") is SourceClass.COMPANY


@pytest.mark.parametrize(
    ("host", "label"),
    [("news.acme.example", "acme"), ("acme.co.uk", "acme"), ("acme.com.xx", "acme"), ("acme", "acme")],
)
def test_owner_chose_label(host: str, label: str) -> None:
    assert host_label(host) == label


@pytest.mark.parametrize(
    ("host", "code"),
    [("police.gov.xx", "xx"), ("a.gov", "us"), ("police.gov.uk", "gb"), ("a.int", None), ("a.xx", None)],
)
def test_official_site_has_territory(host: str, code: str | None) -> None:
    assert host_territory(host) == code
