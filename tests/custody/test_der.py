"""Sorting certificates changes their order and nothing else, and nothing at all of what is no answer."""

from hypothesis import given
from hypothesis import strategies as st
from tests.custody.conftest import send_loopback

from countersight.custody.der import sort_certificates
from countersight.custody.tokens import MAX_ANSWER_BYTES, REQUEST_TYPE, make_request


@given(st.binary(max_size=200))
def test_other_bytes_stay_as_they_are(data):
    assert sort_certificates(data) == data


def test_real_answer_keeps_all_its_bytes(tsa):
    answer = send_loopback(tsa.at("x"), make_request(b"data").as_bytes(), REQUEST_TYPE, MAX_ANSWER_BYTES)
    once = sort_certificates(answer)
    assert sorted(once) == sorted(answer)
    assert sort_certificates(once) == once


def test_cut_or_nested_answers_never_crash(tsa):
    answer = send_loopback(tsa.at("x"), make_request(b"data").as_bytes(), REQUEST_TYPE, MAX_ANSWER_BYTES)
    for end in range(0, len(answer), 37):
        assert sort_certificates(answer[:end]) == answer[:end]
