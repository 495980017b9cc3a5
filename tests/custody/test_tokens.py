"""An authority's answer counts only when it attests what was asked, signed as it has to be."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.conftest import openssl, send_loopback

from countersight.custody.tokens import (
    MAX_ANSWER_BYTES,
    REQUEST_TYPE,
    check_token,
    make_request,
    read_roots,
    request_nonce,
)
from countersight.errors import BadSetting, SourceUnavailable, UnreadableSource, UnsoundTimestamp

DATA = b"an inventory"


def ask(tsa, path="", roots=None):
    request = make_request(DATA)
    answer = send_loopback(tsa.at(path), request.as_bytes(), REQUEST_TYPE, MAX_ANSWER_BYTES)
    return answer, check_token(
        answer, DATA, address="tsa", nonce=request.nonce, roots=read_roots(tsa.root) if roots is None else roots
    )


def test_real_authority_attests(tsa, tmp_path):
    answer, token = ask(tsa)
    assert token.authority == "CN=Made-up signer"
    assert token.root == tsa.root.read_text()
    for name, content in (("t.tsr", answer), ("data", DATA), ("chain.pem", token.chain.encode())):
        (tmp_path / name).write_bytes(content)
    told = openssl(
        "ts", "-verify", "-in", "t.tsr", "-data", "data", "-CAfile", tsa.root, "-untrusted", "chain.pem", cwd=tmp_path
    )
    assert told == b"Verification: OK\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("garbage", "no answer of an authority"),
        ("empty", "no answer of an authority"),
        ("nonce", "its nonce is not the one"),
        ("digest", "not .* as asked"),
        ("expired", "expired"),
        ("refused", "refused, rejection"),
        ("altered", "verif|signature|digest|pkcs7|PKCS"),
    ],
)
def test_unsound_answer_is_refused(tsa, path, reason):
    with pytest.raises(UnsoundTimestamp, match=reason):
        ask(tsa, path)


def test_authority_of_unknown_root_is_refused(tsa):
    with pytest.raises(UnsoundTimestamp, match="no root that is trusted"):
        ask(tsa, roots=read_roots(None))


@pytest.mark.parametrize(
    ("path", "error"), [("busy", SourceUnavailable), ("moved", UnreadableSource), ("no", UnreadableSource)]
)
def test_server_that_answers_otherwise_is_named(tsa, path, error):
    with pytest.raises(error):
        ask(tsa, path)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_crash_the_check(answer):
    with pytest.raises(UnsoundTimestamp):
        check_token(answer, DATA, address="tsa", nonce=1, roots=[])


@given(st.data())
def test_answer_changed_anywhere_attests_nothing_else(one_answer, data):
    answer, nonce, roots, token = one_answer
    place = data.draw(st.integers(0, len(answer) - 1))
    changed = answer[:place] + bytes([answer[place] ^ data.draw(st.integers(1, 255))]) + answer[place + 1 :]
    with suppress(UnsoundTimestamp):
        assert check_token(changed, DATA, address="tsa", nonce=nonce, roots=roots) == token


@pytest.fixture(scope="module")
def one_answer(tsa):
    request = make_request(DATA)
    answer = send_loopback(tsa.at(""), request.as_bytes(), REQUEST_TYPE, MAX_ANSWER_BYTES)
    roots = read_roots(tsa.root)
    return answer, request.nonce, roots, check_token(answer, DATA, address="t", nonce=request.nonce, roots=roots)


def test_nonce_of_a_kept_request_is_read():
    request = make_request(DATA)
    assert request_nonce(request.as_bytes()) == request.nonce
    with pytest.raises(UnsoundTimestamp):
        request_nonce(b"none")


def test_roots_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "none.pem").write_text("nothing")
    for path in (tmp_path / "none.pem", tmp_path / "missing.pem"):
        with pytest.raises(BadSetting, match="timestamp_roots"):
            read_roots(path)
