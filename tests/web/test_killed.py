"""A server killed in the middle of its work: what it said that it stored is there, and nothing is half there."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx

from countersight.store import open_store

START = re.compile(r"http://127\.0\.0\.1:\d+/start\?word=\S+")
ASKED = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
AT_ONCE, BEFORE = 4, 8
"""People who decide at once, and decisions that were answered when the server is killed."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, httpx.Cookies]]:
    """Serve a project by the command itself; give the process, its address and what lets a browser in."""
    command = [sys.executable, "-m", "countersight", "-C", str(folder), "serve", "--no-open", "--port", "0"]
    environment = os.environ | {"COUNTERSIGHT_REQUESTS_PER_MINUTE": "100000"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            start = next(found.group() for line in process.stdout if (found := START.search(line)))
            with httpx.Client(timeout=60) as client:
                client.get(start)
                yield process, start.partition("/start")[0], client.cookies
        finally:
            process.kill()


def decide(address: str, cookies: httpx.Cookies, claim: str) -> str | None:
    """Accept a claim; return the id of the decision, or nothing if no answer came."""
    try:
        form = {"verdict": "accept", "seen": ""}
        answer = httpx.post(
            f"{address}/review/claims/{claim}/decision", data=form, cookies=cookies, headers=ASKED, timeout=60
        )
        return str(answer.json()["decision"]["id"])
    except httpx.TransportError:
        return None


def test_killed_server_keeps_all_that_it_answered(project_folder: Path) -> None:
    store = open_store(project_folder)
    with store.view() as view:
        claims = [claim.id for claim in islice(view.claims(), 60)]
    answered: list[str] = []
    with (
        serving(project_folder) as (process, address, cookies),
        ThreadPoolExecutor(AT_ONCE) as people,
        httpx.stream("GET", f"{address}/claims?format=csv", cookies=cookies, headers=ASKED, timeout=60) as export,
    ):
        next(export.iter_bytes(1))
        for made in people.map(lambda claim: decide(address, cookies, claim), claims):
            answered += [made] if made else []
            if made and len(answered) == BEFORE:
                process.kill()
    with store.view() as view:
        stored = {link.id: link.subject_id for link in view.decisions()}
    assert len(answered) >= BEFORE
    assert set(answered) <= stored.keys()
    assert len(set(stored.values())) == len(stored) < len(claims)
    assert list(store.verify()) == []
    with serving(project_folder) as (_, address, cookies):  # and it goes on where it was
        left = [claim for claim in claims if claim not in stored.values()]
        assert decide(address, cookies, left[0])
        again = decide(address, cookies, next(iter(stored.values())))
        assert again in stored  # sent again, as no answer had come: the same decision, once
    with store.view() as view:
        assert sum(1 for _ in view.decisions()) == len(stored) + 1
    store.close()
