"""The extractor `llm` against a real server on this machine, from a good one to a hostile one."""

import logging
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.extract.llm.serving import CLAIM, KEY, WORDS, ModelServer, Response, passage_of, told

from countersight.errors import ModelUnavailable
from countersight.extract import LlmOptions, choose_extractor, extract_batch, is_shared
from countersight.extract.base import Extraction
from countersight.extract.llm import LlmExtractor
from countersight.model.batch import texts_to_batch
from countersight.model.claim import Kind, Qualifier, Status, check_claim
from countersight.model.failure import Failure
from countersight.model.record import from_json
from countersight.model.text import DocumentText

Make = Callable[..., LlmExtractor]
MakeText = Callable[..., DocumentText]


def run(extractor: LlmExtractor, *texts: DocumentText) -> list[Extraction]:
    return list(extractor.extract(texts))


def test_claim_has_every_slot_at_its_place(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    text = make_text(WORDS)
    (found,) = run(make_extractor(), text)
    (claim,) = found.claims
    check_claim(claim, text)
    assert (claim.kind, claim.status) == (Kind.SUPPLY, Status.CLAIMED)
    assert claim.supplier.mention.name == "Orbex"
    assert [slot.code for slot in claim.recipient.territories] == ["ug"]
    assert (claim.quantity.value, claim.quantity.qualifier) == (40, Qualifier.EXACT)
    assert claim.quantity.unit == "surveillance cameras"
    assert claim.when.start == date(2031, 1, 1)
    assert claim.speaker.mention.name == "Mona Vale"
    assert claim.evidence[0].quote == CLAIM["evidence"]
    assert claim.extractor.startswith("llm@1/tiny/")
    assert found.drops == ()


def test_request_asks_for_the_schema_strictly(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    run(make_extractor(), make_text(WORDS))
    (request,) = server.requests
    assert request["response_format"]["type"] == "json_schema"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert (request["temperature"], request["seed"], request["model"]) == (0, 0, "tiny")
    assert passage_of(request) == WORDS
    assert server.keys == [f"Bearer {KEY}"]


def test_text_off_the_subject_asks_nothing(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    (found,) = run(make_extractor(), make_text("Rain fell on the hills, and the harvest was late."))
    assert (found.claims, found.candidates, server.requests) == ((), 0, [])


def test_language_without_dictionary_is_read_whole(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    server.behave = lambda request, number: Response(told())
    run(make_extractor(), make_text("Deszcz padał na wzgórza.", language="pl"))
    assert [passage_of(request) for request in server.requests] == ["Deszcz padał na wzgórza."]


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param("{}", id="bare"),
        pytest.param("```json\n{}\n```", id="fenced"),
        pytest.param("Here you are:\n```\n{}\n```\nAnything else?", id="fenced among words"),
        pytest.param("<think>Is it {{a}} claim?</think>\n{}", id="after thoughts"),
        pytest.param("The claims are {} as asked.", id="among words"),
    ],
)
def test_wrapped_answer_is_read(wrapped: str, server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    server.behave = lambda request, number: Response(wrapped.replace("{}", told(CLAIM)))
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1


def test_what_the_server_can_is_remembered(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    def only_objects(request, number):
        if request.get("response_format", {}).get("type") == "json_schema":
            return Response(status=400, body='{"error": {"message": "response_format json_schema is not known"}}')
        return Response(told(CLAIM))

    server.behave = only_objects
    extractor = make_extractor(concurrency=1)
    first = run(extractor, make_text(WORDS))
    second = run(extractor, make_text(WORDS + " Nobody denied it."))
    forms = [request.get("response_format", {}).get("type") for request in server.requests]
    assert forms == ["json_schema", "json_object", "json_object"]
    assert len(first[0].claims) == len(second[0].claims) == 1


def test_server_without_any_form_is_asked_in_words(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    def plain(request, number):
        if "response_format" in request:
            return Response(status=422, body='{"detail": "extra inputs are not permitted"}')
        return Response(f"```json\n{told(CLAIM)}\n```")

    server.behave = plain
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1
    assert len(server.requests) == 3


def test_parameter_that_is_refused_by_name_is_left_out(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    def choosy(request, number):
        for name in ("seed", "max_tokens"):
            if name in request:
                return Response(status=400, body=f'{{"error": {{"message": "unsupported parameter {name}"}}}}')
        return Response(told(CLAIM))

    server.behave = choosy
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1
    assert server.requests[-1]["response_format"]["type"] == "json_schema"
    assert server.requests[-1]["max_completion_tokens"] == server.requests[0]["max_tokens"]


def test_refused_passage_does_not_change_the_form(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    def picky(request, number):
        too_long = "very long" in passage_of(request)
        return Response(status=400, body="the context is too long") if too_long else Response(told(CLAIM))

    server.behave = picky
    texts = make_text(WORDS + " It was very long."), make_text(WORDS)
    refused, found = run(make_extractor(concurrency=1), *texts)
    assert refused.failure.reason == "UnusableAnswer"
    assert len(found.claims) == 1
    assert server.requests[-1]["response_format"]["type"] == "json_schema"


def test_pause_that_the_server_asks_for_is_kept(
    server: ModelServer, make_extractor: Make, make_text: MakeText, pauses: list[float]
) -> None:
    server.behave = lambda request, number: (
        Response(status=429, headers={"retry-after": "7"}, body="slow down") if number == 1 else Response(told(CLAIM))
    )
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1
    assert pauses == [7.0]


def test_server_error_is_tried_again_with_growing_pauses(
    server: ModelServer, make_extractor: Make, make_text: MakeText, pauses: list[float]
) -> None:
    server.behave = lambda request, number: Response(status=500, body="oh") if number < 4 else Response(told(CLAIM))
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1
    assert pauses == sorted(set(pauses))
    assert len(pauses) == 3


@pytest.mark.parametrize("slow", [Response(wait_s=0.5), Response(drip_s=0.05)], ids=["silent", "dripping"])
def test_slow_server_fails_the_text(
    slow: Response, server: ModelServer, make_extractor: Make, make_text: MakeText, pauses: list[float]
) -> None:
    server.behave = lambda request, number: slow
    (found,) = run(make_extractor(timeout_s=0.15), make_text(WORDS))
    assert found.failure.reason == "EndpointUnavailable"
    assert len(server.requests) == 4 == len(pauses) + 1


def test_server_that_stays_away_is_soon_left_alone(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    server.behave = lambda request, number: Response(status=503, body="away")
    found = run(make_extractor(concurrency=1), *(make_text(f"{WORDS} {number}") for number in range(6)))
    assert {row.failure.reason for row in found} == {"EndpointUnavailable"}
    assert len(server.requests) == 12


def test_malformed_answer_fails_that_text_alone(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    def broken(request, number):
        return Response('{"claims": [{"kind": ' if "bad" in passage_of(request) else told(CLAIM))

    server.behave = broken
    texts = make_text(WORDS + " bad"), make_text(WORDS)
    failed, found = run(make_extractor(), *texts)
    assert (failed.failure.reason, failed.failure.item, failed.failure.foreseen) == (
        "UnusableAnswer", texts[0].id, True,
    )  # fmt: skip
    assert (found.failure, len(found.claims)) == (None, 1)


def test_malformed_claim_is_counted_and_others_kept(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    server.behave = lambda request, number: Response(told({"kind": 7}, CLAIM))
    (found,) = run(make_extractor(), make_text(WORDS))
    assert len(found.claims) == 1
    assert [drop.reason for drop in found.drops] == ["not of the form asked for"]


def test_answer_that_is_cut_off_is_asked_for_in_halves(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    def short_of_breath(request, number):
        passage = passage_of(request)
        if passage.count("Orbex sold") > 1:
            return Response(told(CLAIM)[:-40], finish="length")
        return Response(told(CLAIM))

    server.behave = short_of_breath
    (found,) = run(make_extractor(), make_text(f"{WORDS} {WORDS}"))
    assert len(found.claims) == 2
    assert len(server.requests) == 3


def test_answer_always_cut_off_fails_the_text(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    server.behave = lambda request, number: Response('{"claims": [', finish="length")
    (found,) = run(make_extractor(), make_text(WORDS))
    assert found.failure.reason == "UnusableAnswer"


def test_results_come_in_order_within_bounds(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    server.behave = lambda request, number: Response(told(CLAIM), wait_s=0.1 if number % 2 else 0.02)
    texts = [make_text(f"{WORDS} {number}") for number in range(12)]
    found = run(make_extractor(concurrency=3), *texts)
    assert [row.text_id for row in found] == [text.id for text in texts]
    assert 2 <= server.most_at_once <= 3


def test_same_passage_is_asked_once(
    server: ModelServer, make_extractor: Make, make_text: MakeText, tmp_path: Path
) -> None:
    (first,) = run(make_extractor(cache=tmp_path), make_text(WORDS))
    (again,) = run(make_extractor(cache=tmp_path), make_text(WORDS))
    assert len(server.requests) == 1
    assert first == again
    run(make_extractor(cache=tmp_path, model="other"), make_text(WORDS))
    assert len(server.requests) == 2


def test_damaged_cache_is_asked_anew(
    server: ModelServer, make_extractor: Make, make_text: MakeText, tmp_path: Path
) -> None:
    run(make_extractor(cache=tmp_path), make_text(WORDS))
    (kept,) = tmp_path.rglob("*.json")
    kept.write_bytes(b"\xff half a file")
    (found,) = run(make_extractor(cache=tmp_path), make_text(WORDS))
    assert (len(server.requests), len(found.claims)) == (2, 1)


def test_unusable_answer_is_not_kept(
    server: ModelServer, make_extractor: Make, make_text: MakeText, tmp_path: Path
) -> None:
    server.behave = lambda request, number: Response("no")
    run(make_extractor(cache=tmp_path), make_text(WORDS))
    assert list(tmp_path.rglob("*.json")) == []


def test_spent_budget_stops_asking_and_run_goes_on(
    server: ModelServer, make_extractor: Make, make_text: MakeText
) -> None:
    texts = [make_text(f"{WORDS} {number}") for number in range(5)]
    found = run(make_extractor(max_requests=2, concurrency=1), *texts)
    assert [len(row.claims) for row in found] == [1, 1, 0, 0, 0]
    assert {row.failure.reason for row in found[2:]} == {"BudgetExhausted"}
    assert len(server.requests) == 2


def test_tokens_are_a_budget_too(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    server.behave = lambda request, number: Response(told(CLAIM), tokens=30_000)
    texts = [make_text(f"{WORDS} {number}") for number in range(4)]
    found = run(make_extractor(max_tokens=50_000, concurrency=1), *texts)
    assert [row.failure is None for row in found] == [True, True, False, False]
    assert "50,000 tokens" in found[2].failure.detail


def test_cached_answers_cost_no_budget(
    server: ModelServer, make_extractor: Make, make_text: MakeText, tmp_path: Path
) -> None:
    texts = [make_text(f"{WORDS} {number}") for number in range(2)]
    run(make_extractor(cache=tmp_path, max_requests=1, concurrency=1), *texts)
    found = run(make_extractor(cache=tmp_path, max_requests=1, concurrency=1), *texts)
    assert [row.failure for row in found] == [None, None]


def test_wrong_key_is_told_without_the_key(
    server: ModelServer, make_extractor: Make, make_text: MakeText, caplog: pytest.LogCaptureFixture
) -> None:
    server.behave = lambda request, number: Response(status=401, body=f"the key {KEY} is wrong")
    caplog.set_level(logging.DEBUG)
    extractor = make_extractor(concurrency=1)
    found = run(extractor, make_text(WORDS), make_text(WORDS + " Again."))
    assert {row.failure.reason for row in found} == {"ModelUnavailable"}
    assert len(server.requests) == 1
    shown = " ".join([*(row.failure.detail for row in found), repr(extractor.options), caplog.text])
    assert KEY not in shown


def test_key_is_not_in_the_cache(
    server: ModelServer, make_extractor: Make, make_text: MakeText, tmp_path: Path
) -> None:
    run(make_extractor(cache=tmp_path), make_text(WORDS))
    assert all(KEY not in path.read_text() + path.name for path in tmp_path.rglob("*.json"))


def test_redirect_is_not_followed(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    elsewhere = {"location": f"{server.endpoint}/elsewhere"}
    server.behave = lambda request, number: Response(status=307, headers=elsewhere, body="")
    (found,) = run(make_extractor(), make_text(WORDS))
    assert found.failure.reason == "UnusableAnswer"
    assert len(server.requests) == 1


def test_failure_passes_through_a_batch(server: ModelServer, make_extractor: Make, make_text: MakeText) -> None:
    text = make_text(WORDS)
    (row,) = extract_batch(texts_to_batch([text]), make_extractor(max_requests=1, max_tokens=1)).to_pylist()
    assert from_json(row["failure"], Failure).item == text.id


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "COUNTERSIGHT_LLM_ENDPOINT"),
        ({"endpoint": "http://127.0.0.1:1/v1"}, "COUNTERSIGHT_LLM_MODEL"),
        ({"endpoint": "file:///etc", "model": "m"}, "no http"),
        ({"endpoint": "http://", "model": "m"}, "no http"),
        ({"endpoint": "http://h:99999999/v1", "model": "m"}, "no http"),
        ({"endpoint": "http://someone:secret@127.0.0.1/v1", "model": "m"}, "COUNTERSIGHT_LLM_KEY"),
    ],
)
def test_without_endpoint_it_refuses(options: dict[str, str], reason: str) -> None:
    with pytest.raises(ModelUnavailable, match=reason) as refused:
        choose_extractor("llm", llm=LlmOptions(**options))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("endpoint", "is_loopback"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost/v1/", True),
        ("https://models.example.org/v1", False),
        ("http://10.0.0.5/v1/chat/completions", False),
    ],
)
def test_address_tells_whether_passages_leave(endpoint: str, is_loopback: bool) -> None:
    options = LlmOptions(endpoint=endpoint, model="m")
    assert options.is_loopback() is is_loopback
    assert options.url().endswith("/v1/chat/completions")


def test_version_names_model_and_prompt() -> None:
    one, other = (LlmExtractor(LlmOptions(endpoint="http://127.0.0.1/v1", model=model)) for model in ("a b", "c"))
    assert one.version.startswith("1/a-b/")
    assert one.version != other.version
    assert is_shared(one)


def test_options_travel_to_other_processes() -> None:
    options = LlmOptions(endpoint="http://127.0.0.1/v1", model="m", key=KEY)
    assert pickle.loads(pickle.dumps(options)) == options
