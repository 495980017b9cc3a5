"""Who is let in where: one person on their own machine, people with accounts elsewhere, nobody where it is not safe."""

import pytest
from tests.web.security.conftest import TEAM, MakeSite

from countersight.accounts import Role, State
from countersight.accounts.people import add_person, find_person
from countersight.errors import BadPerson, BadSetting, UnsafeServer
from countersight.web.security import Mode
from countersight.web.security.gate import StartWord, is_loopback


def test_loopback_is_for_one_person(make_site: MakeSite) -> None:
    gate = make_site().open().gate
    assert (gate.mode, gate.address, gate.cookie.is_secure) == (Mode.ALONE, "http://127.0.0.1:8080", False)
    assert gate.alone is not None
    assert (gate.alone.name, gate.alone.role, gate.alone.state) == ("Ida", Role.ADMIN, State.LOCAL)
    assert gate.start_address.startswith("http://127.0.0.1:8080/start?word=")


def test_person_is_named_by_the_setting(make_site: MakeSite) -> None:
    gate = make_site(person="Ida B.").open().gate
    assert gate.alone is not None
    assert gate.alone.name == "Ida B."


def test_system_without_users_has_a_person(make_site: MakeSite) -> None:
    from countersight.web.security.gate import open_gate

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    site = make_site()
    gate = open_gate(site.accounts, site.settings, host="::1", port=80, user=nobody)
    assert gate.alone is not None
    assert (gate.alone.name, gate.address) == ("me", "http://[::1]:80")


def test_removed_person_is_not_let_in_alone(make_site: MakeSite) -> None:
    from countersight.accounts.people import remove_person

    site = make_site()
    add_person(site.accounts, "Ida", Role.READER, by="test")
    remove_person(site.accounts, "Ida", by="test")
    with pytest.raises(BadPerson, match="COUNTERSIGHT_PERSON"):
        site.open()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "watch.example"])
def test_nobody_is_served_beyond_without_people(make_site: MakeSite, host) -> None:
    with pytest.raises(UnsafeServer, match="countersight people add"):
        make_site(host=host, public_address=TEAM).open()


@pytest.mark.parametrize("public", ["", "http://127.0.0.1:8080"])
def test_nobody_is_served_beyond_without_tls(make_site: MakeSite, public) -> None:
    site = make_site(host="0.0.0.0", public_address=public)
    add_person(site.accounts, "Bo", Role.ADMIN, by="test")
    with pytest.raises(UnsafeServer, match="TLS"):
        site.open()


def test_person_alone_is_no_team(make_site: MakeSite) -> None:
    make_site().open()
    assert find_person(make_site().accounts, "Ida").role is Role.ADMIN
    with pytest.raises(UnsafeServer):
        make_site(host="0.0.0.0", public_address=TEAM).open()


def test_team_behind_a_proxy_is_served(make_site: MakeSite) -> None:
    site = make_site(host="0.0.0.0", public_address="https://Watch.Example/")
    add_person(site.accounts, "Bo", Role.ADMIN, by="test")
    gate = site.open().gate
    assert (gate.mode, gate.address, gate.cookie.is_secure) == (Mode.TEAM, TEAM, True)
    assert gate.hosts == {"watch.example"}
    assert gate.start is None


def test_provider_stands_in_for_accounts(make_site: MakeSite) -> None:
    class Provider:
        name = "provider.example"

    assert make_site(host="0.0.0.0", public_address=TEAM, provider=Provider()).open().gate.mode is Mode.TEAM


@pytest.mark.parametrize(
    "address",
    [
        "http://watch.example",
        "watch.example",
        "https://watch.example/path",
        "https://u@watch.example",
        "https://",
        "https://x:y",
        "ftp://x",
    ],
)
def test_malformed_address_names_the_setting(make_site: MakeSite, address) -> None:
    site = make_site(public_address=address)
    add_person(site.accounts, "Bo", Role.ADMIN, by="test")
    with pytest.raises(BadSetting, match="COUNTERSIGHT_PUBLIC_ADDRESS"):
        site.open()


def test_certificate_and_key_belong_together(make_site: MakeSite) -> None:
    site = make_site(public_address=TEAM, tls_certificate="site.pem")
    add_person(site.accounts, "Bo", Role.ADMIN, by="test")
    with pytest.raises(BadSetting, match="COUNTERSIGHT_TLS_KEY"):
        site.open()


def test_proxies_have_to_be_addresses(make_site: MakeSite) -> None:
    with pytest.raises(BadSetting, match="COUNTERSIGHT_TRUSTED_PROXIES"):
        make_site(trusted_proxies="proxy.example").open()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_computer_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example", ""])
def test_other_computers_are_known(host: str) -> None:
    assert not is_loopback(host)


def test_start_word_is_used_once() -> None:
    word = StartWord()
    assert not word.use("")
    assert not word.use(word.secret + "x")
    assert word.use(word.secret)
    assert not word.use(word.secret)
