"""Every route is driven, by its own table: what is restricted is told by none, none breaks, and each asks the role."""

import itertools
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from urllib.parse import quote, unquote_plus, urlencode

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.model.decision import Verdict
from countersight.review import correct, merge_findings, record_decision
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web.app import ROUTES
from countersight.web.signing_in import ROUTES as SIGNING_IN
from countersight.web.visitor import Role

ADDRESS = "http://127.0.0.1:8080"
KNOWN, ASKING = "Cy Named", "Ada Reader"
"""Who is named in the restrictions, and who asks and is not."""
READ = [
    route for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ()) and route not in SIGNING_IN
]
"""What can be asked for by people who are in. Accounts hold no evidence, and need the gate."""
GIVEN_OUT = re.compile(r"^/releases/")
"""What a release has was given out when it was written; a restriction made since does not call it back."""
FORMATS = ("json", "csv", "xlsx", "annotation", "svg", "png", "gexf", "ndjson")


@dataclass(frozen=True, slots=True)
class Secret:
    """A project in which a document and a single claim of another are restricted, and how they could be told of."""

    folder: Path
    store: Store
    ids: dict[str, tuple[str, ...]]
    """Of the restricted records, by what they are."""
    words: tuple[str, ...]
    """That stand in the restricted records and nowhere else."""
    asked: tuple[tuple[str, str], ...]
    """Parameters that ask for the restricted records."""

    def told_by(self, answer_text: str, address: str) -> list[str]:
        """Return what of the secret an answer tells that its address did not have."""
        kept = (*(one for kind, ids in self.ids.items() if kind != "beside" for one in ids), *self.words)
        return [one for one in kept if one in answer_text and one not in unquote_plus(address)]


@pytest.fixture(scope="module")
def secret(made_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secret]:
    folder = copytree(made_project, tmp_path_factory.mktemp("secret") / "project")
    with ExitStack() as stack:
        store = open_store(folder)
        stack.callback(store.close)
        yield restrict(folder, store)


def restrict(folder: Path, store: Store) -> Secret:
    now = datetime.now(UTC) - timedelta(minutes=1)
    with store.view() as view:
        claims, findings = list(view.claims()), list(view.findings())
        texts = {text.document_id: text for text in view.texts()}
        of = {name: finding for finding in findings for name in finding.claim_ids}
        whole = next(claim for claim in claims if claim.id in of and len(texts[claim.document_id].title or "") > 20)
        document_id = whole.document_id
        single = next(
            one for one in claims
            if one.document_id != document_id and one.id in of and len(of[one.id].claim_ids) > 1
            and document_id not in {view.claim(other).document_id for other in of[one.id].claim_ids}
        )  # fmt: skip
        inner = [claim for claim in claims if claim.document_id == document_id]
        beside = tuple(name for name in of[single.id].claim_ids if name != single.id)
        hidden_findings = {of[one.id].id for one in (*inner, single) if one.id in of}
    for one in (inner[0], single):
        record_decision(store, one.id, Verdict.UNSURE, reviewer=KNOWN, reason="a reason of Cy alone", now=now)
    merge_findings(store, [of[whole.id].id, of[single.id].id], by=KNOWN, reason="a merge of Cy alone", now=now)
    for name in (document_id, single.id, of[single.id].id):
        correct(store, name, words="a correction of Cy alone", by=KNOWN)
    with store.writer() as writer:
        for name in (document_id, single.id):
            writer.restrict(name, [KNOWN], KNOWN, "made up", decided_at=now)
    text = texts[document_id]
    title = (text.title or "")[:40]
    return Secret(
        folder, store,
        ids={
            "document": (document_id,), "text": (text.id,), "claim": (*(one.id for one in inner), single.id),
            "finding": tuple(sorted(hidden_findings)), "beside": beside[:1],
        },
        words=(title, inner[0].evidence[0].quote[:60], "of Cy alone"),
        asked=(("q", title), ("q", inner[0].evidence[0].quote[:60]), ("document", document_id)),
    )  # fmt: skip


def values_of(name: str, path: str, secret: Secret) -> tuple[str, ...]:
    """Return what is put in the place of one parameter of a path; a new one has to be added here."""
    ids, what = secret.ids, path.strip("/").removeprefix("api/v1/").split("/")[-2 if path.endswith("}") else 0]
    every = tuple(name for kind in ids.values() for name in (*kind[:1], *kind[1:][-1:]))
    records = (*every, *(one[:9] for one in every))
    known: dict[str, tuple[str, ...]] = {
        "id": (*records, "Q160120", "a/../b", "\u202e"),
        "claim": records, "finding": records, "text": records,
        "code": ("ke", "sg", "zz"), "label": ("spyware", "video_surveillance"), "key": ("upi.com",),
        "kind": ("map", "timeline", "flow"), "list": ("findings", "claims", "documents"),
        "hash": ("x",), "number": ("1", "999999999999"), "ending": ("bib", "json", "ris", "txt"),
        "version": ("2026-01-02", ".."), "batch": ("20310504T000000-0123456789ab", ".."),
        "name": ("findings.atom", "claims.json", "documents.atom", "findings.json", "claims.atom", "style.css"),
    }  # fmt: skip
    assert name in known, f"say what to put in the place of {name!r} in {path} ({what})"
    return known[name]


def addresses(route: Route, secret: Secret) -> Iterator[str]:
    """Yield every address to be asked for of a route: all parameters of its path, with and without others behind."""
    names = re.findall(r"{(\w+)(?::\w+)?}", route.path)
    behind = [{}, *({"format": form} for form in FORMATS), *(dict([pair]) for pair in secret.asked)]
    whole = [(), *((ids[0],) for ids in secret.ids.values())]
    for values in itertools.product(*(values_of(name, route.path, secret) for name in names)):
        path = route.path
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"{{{name}(:\w+)?}}", lambda _, value=value: quote(value, safe=""), path)
        for params in behind if values[:1] in whole else behind[:2]:
            yield f"{path}?{urlencode(params)}" if params else path


def client_of(secret: Secret, name: str, role: Role) -> TestClient:
    app = make_app(secret.folder, secret.store, name=name, role=role)
    with secret.store.view() as view:
        hidden = view.hidden_from(name)

    async def hiding(scope, receive, send):  # as the layer does that knows who asks
        scope.setdefault("state", {})["hidden"] = hidden
        await app(scope, receive, send)

    return TestClient(hiding, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def asking(secret: Secret) -> Iterator[TestClient]:
    with client_of(secret, ASKING, Role.EDITOR) as client:
        yield client


@pytest.mark.parametrize("route", READ, ids=[f"{route.path}" for route in READ])
def test_restricted_records_are_told_nowhere(secret: Secret, asking: TestClient, route: Route) -> None:
    faults = []
    for address in addresses(route, secret):
        answer = asking.get(address)
        if answer.status_code >= 500:
            faults.append((address, answer.status_code))
        if GIVEN_OUT.match(address):
            continue
        body = answer.text if "image/" not in answer.headers.get("content-type", "") else ""
        if told := secret.told_by(body + answer.headers.get("location", ""), address):
            faults.append((address, told))
    assert faults == []


JUDGING = ("/findings/{finding}/split", "/findings/{finding}/merge", "/findings/{finding}/undo-group", "/names/judge")
NEEDS = {
    **{f"/review{path}": Role.EDITOR for path in JUDGING}, "/review/notices": Role.EDITOR,
    "/api/v1/findings/merge": Role.EDITOR, "/api/v1/findings/{id}/split": Role.EDITOR,
    "/api/v1/findings/groupings/undo": Role.EDITOR, "/api/v1/judgements": Role.EDITOR,
    "/documents/add": Role.EDITOR, "/documents/add/{batch}": Role.EDITOR,
    "/preferences": Role.READER, "/searches": Role.READER, "/reconcile": Role.READER,
}  # fmt: skip
"""Who may change something at an address, by docs/accounts.md; at all others of the desk and the API, reviewers."""
CHANGING = [
    route
    for route in ROUTES
    if isinstance(route, Route) and {"POST", "PUT", "PATCH", "DELETE"} & set(route.methods or ())
    and route not in SIGNING_IN
]  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", CHANGING, ids=[route.path for route in CHANGING])
def test_only_who_may_changes_something(secret: Secret, route: Route, role: Role) -> None:
    needed = NEEDS.get(route.path, Role.REVIEWER)
    before = chains(secret.store)
    with client_of(secret, ASKING, role) as client:
        answer = client.post(re.sub(r"{\w+}", "clm-none", route.path), json={})
    assert (answer.status_code == 403) is not role.includes(needed)
    assert answer.status_code < 500
    assert chains(secret.store) == before


@pytest.mark.parametrize("route", CHANGING, ids=[route.path for route in CHANGING])
def test_restricted_records_are_not_changed(secret: Secret, asking: TestClient, route: Route) -> None:
    before, ids = chains(secret.store), secret.ids
    form = {
        "verdict": "reject", "reason": "made up", "seen": "", "claim": ids["claim"][0], "text": ids["text"][0],
        "other": ids["finding"][-1], "sequence": "1", "one": ids["claim"][0], "other_name": "x", "value": "positive",
        "queries": "{}", "act": "save", "list": "claims", "name": "mine", "query": f"document={ids['document'][0]}",
    }  # fmt: skip
    for name in (ids["document"][0], ids["text"][0], *ids["claim"][:1], *ids["finding"]):
        answer = asking.post(re.sub(r"{\w+}", name, route.path), data=form)
        assert answer.status_code < 500
        assert secret.told_by(answer.text, str(form) + str(answer.request.url)) == []
    assert chains(secret.store) == before


def chains(store: Store) -> tuple[int, ...]:
    """Count what was decided and judged."""
    with store.view() as view:
        return (sum(1 for _ in view.decisions()), view.count("identity_judgements"), sum(1 for _ in view.claims()))


ODD = (
    "technology=alchemy", "technology=%00", "territory=:", "party=%00", "year=99999999999", "after=WyJuZXdlc3QiXQ",
    "as_of=0001-01-01T00:00:00%2B14:00", "published_by=%00", "q=%00%22", "at=99999999", "part=999", "find=%00",
    "text=%00", "claim=%00", "format=pdf", "lang=%00", "order=%00", "page=%D9%A1", "queries=%7B", "since=..",
    "limit=-1",
)  # fmt: skip
"""Parameters that no page writes."""


@pytest.mark.parametrize("route", READ, ids=[route.path for route in READ])
def test_odd_parameters_break_nothing(secret: Secret, asking: TestClient, route: Route) -> None:
    chosen = {"id": secret.ids["beside"][0], "claim": secret.ids["beside"][0], "number": "1", "kind": "map"}
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda found: chosen.get(found[1], values_of(found[1], route.path, secret)[0]),
                  route.path)  # fmt: skip
    assert [odd for odd in ODD if asking.get(f"{path}?{odd}").status_code in (500, 501)] == []
