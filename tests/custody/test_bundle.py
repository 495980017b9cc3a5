"""A stranger with standard tools can check a bundle, and finds whatever was changed in it."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.custody.conftest import NOON, send_loopback

from countersight.custody.bundle import export_evidence
from countersight.custody.stamping import Whom, stamp
from countersight.custody.tokens import read_roots
from countersight.errors import AmbiguousId, BadCustody, MissingBlob, NotAllowed, NotFound, StoreBusy
from countersight.model.claim import Claim, Kind, Party, Status, TechnologySlot
from countersight.model.custody import Act
from countersight.model.decision import Verdict
from countersight.model.evidence import evidence_at, mention_at
from countersight.review import attach_reply, withdraw_document
from countersight.store import open_store
from countersight.values.digests import sha256_hex


def run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def claim_on(store, document):
    with store.view() as view:
        (text,) = view.texts(document_id=document)
    at = text.text.index("cameras")
    claim = Claim.make(
        document_id=document, kind=Kind.SUPPLY, status=Status.REPORTED, confidence=0.5,
        evidence=(evidence_at(text, 0, len(text.text)),),
        extractor="test@1", supplier=Party(mention=mention_at(text, 0, 11)),
        technology=(TechnologySlot(label="video_surveillance", mention=mention_at(text, at, at + 7)),),
    )  # fmt: skip
    with store.writer() as writer:
        writer.add_claims([claim], text)
        writer.decide(claim.id, Verdict.ACCEPT, "Ana", "", decided_at=NOON)
    return claim


@pytest.fixture
def stamped(store, fill, tsa):
    documents = fill(store, 1, 2, 3)
    claim = claim_on(store, documents[1])
    whom = Whom(authorities=[tsa.at("one")], roots=read_roots(tsa.root))
    stamp(store, whom, by="Ana", send=send_loopback, clock=lambda: datetime.now(UTC))
    return claim


@pytest.fixture
def bundle(store, stamped, tmp_path):
    return export_evidence(store, stamped.id, tmp_path / "out", by="Ana", now=NOON)


def test_standard_tools_check_everything(bundle, stamped):
    folder = bundle.folder
    assert run(folder, "sha256sum", "-c", "--strict", "SHA256SUMS").returncode == 0
    original = folder / "documents" / stamped.document_id / "original.txt"
    assert run(folder, "sha256sum", original).stdout.startswith(stamped.document_id)
    readme = (folder / "README.html").read_text()
    commands = re.findall(r"^(?:cd timestamps.*\n)?(?:sha256sum -c --ign|openssl ts -verify).*$", readme, re.MULTILINE)
    assert len(commands) == 2
    stamps = folder / "timestamps" / "000001"
    for command in commands:
        done = run(stamps, "sh", "-c", command.replace("cd timestamps/000001\n", ""))
        assert done.returncode == 0, done.stderr
    assert "Verification: OK" in done.stdout


def test_stock_python_checks_everything(bundle):
    done = run(bundle.folder, sys.executable, "-I", "-S", "check.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("in inventory 000001") == bundle.attested == bundle.events == 2
    script = re.search(r"<pre>(import hashlib.*?)</pre>", (bundle.folder / "README.html").read_text(), re.DOTALL)
    words = script[1].replace("&#34;", '"').replace("&#39;", "'")
    assert len(words.strip().splitlines()) <= 10
    assert run(bundle.folder, sys.executable, "-I", "-S", "-c", words).stdout.count("holds") == 2


def test_line_of_the_page_computes_a_link(bundle):
    command, expected = re.search(
        r"(printf %s .*sha256sum)\n# has to print (\w+)", (bundle.folder / "README.html").read_text()
    ).groups()
    assert run(bundle.folder, "sh", "-c", command.replace("&#39;", "'")).stdout.startswith(expected)


def test_bytes_of_a_quote_can_be_cut_out(bundle, stamped):
    readme = (bundle.folder / "README.html").read_text()
    command = re.search(r"<code>(tail -c .*?)</code>", readme)[1]
    done = run(bundle.folder / "documents" / stamped.document_id / "texts", "sh", "-c", command)
    assert done.stdout == stamped.evidence[0].quote


def test_nothing_of_other_documents_is_told(bundle, store, stamped):
    with store.view() as view:
        others = [document.id for document in view.documents() if document.id != stamped.document_id]
    shown = [path for path in bundle.folder.rglob("*") if path.is_file() and not path.name.startswith("documents-")]
    for path in shown:
        data = path.read_bytes()
        assert b"made-up/1.txt" not in data
        assert all(other.encode() not in data for other in others)


def test_zip_holds_the_same(bundle):
    with zipfile.ZipFile(bundle.zip) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (bundle.folder.parent / name).read_bytes()
        assert len(archive.namelist()) == bundle.files == sum(path.is_file() for path in bundle.folder.rglob("*"))


def test_page_has_no_script_and_no_link(bundle):
    readme = (bundle.folder / "README.html").read_text().casefold()
    assert not re.search(r"<script|<a |<img|<link|<iframe|javascript:| on\w+=|src=", readme)


def test_export_is_on_record(bundle, store, stamped):
    with store.view() as view:
        last = list(view.custody(stamped.document_id))[-1]
    assert (last.act, last.by, last.told("bundle"), last.told("sha256sums")) == (
        Act.EXPORTED, "Ana", stamped.id, bundle.digest,
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_change_of_any_file_is_found(bundle, tmp_path_factory, data):
    """Also by whoever changes the sums with it, unless it is the file that does the checking."""
    copy = tmp_path_factory.mktemp("tampered") / "copy"
    shutil.copytree(bundle.folder, copy)
    files = sorted(path for path in copy.rglob("*") if path.is_file() and path.name != "check.py")
    path = data.draw(st.sampled_from([path for path in files if path.stat().st_size]))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1
    path.write_bytes(bytes(content))
    assert run(copy, sys.executable, "-I", "-S", "check.py").returncode != 0
    if path.name != "SHA256SUMS":
        assert run(copy, "sha256sum", "-c", "SHA256SUMS").returncode != 0
    shutil.rmtree(copy)


@pytest.mark.parametrize(
    "pattern",
    [
        "documents/*/original.txt",
        "documents/*/texts/*.txt",
        "documents/*/captures/*.json",
        "custody.jsonl",
        "quotes.jsonl",
        "timestamps/*/events-*.txt",
    ],
)
def test_change_with_new_sums_is_found(bundle, pattern):
    """Who changes a file and its line in SHA256SUMS is found by the hashes within."""
    (path,) = bundle.folder.glob(pattern)
    words = path.read_text()
    changed = re.sub(
        r"Examplecorp 2|made-up/2|\b3 ", lambda found: found[0].replace("2", "7").replace("3 ", "4 "), words
    )
    assert changed != words
    path.write_text(changed)
    sums = bundle.folder / "SHA256SUMS"
    name = path.relative_to(bundle.folder).as_posix()
    digest = run(bundle.folder, "sha256sum", name).stdout
    sums.write_text(
        "".join(digest if line.endswith(f"  {name}\n") else line for line in sums.read_text().splitlines(True))
    )
    assert run(bundle.folder, "sha256sum", "-c", "SHA256SUMS").returncode == 0
    assert "BREAK" in run(bundle.folder, sys.executable, "check.py").stderr


def test_further_or_missing_files_are_found(bundle):
    (bundle.folder / "more.txt").write_text("more")
    assert "more.txt" in run(bundle.folder, sys.executable, "check.py").stderr
    (bundle.folder / "more.txt").unlink()
    (bundle.folder / "claims.jsonl").unlink()
    assert "claims.jsonl" in run(bundle.folder, sys.executable, "check.py").stderr


def sum_anew(folder):
    """Do as a forger who has nothing to fear from a digest told by another way."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / "SHA256SUMS").write_text(
        run(folder, "sha256sum", *(name for name in names if name != "SHA256SUMS")).stdout
    )


def forged_link(act, **changes):
    """Return an act with other words, and the line that a list of events has for it."""
    act = {**act, **changes}
    body = json.dumps({name: act[name] for name in ("subject_id", "act", "by", "at", "detail")}, separators=(",", ":"))
    line = f"{act['sequence']} {act['previous'] or '-'} {sha256_hex(body.encode())}"
    return {**act, "id": sha256_hex(line.encode())}, f"{sha256_hex(line.encode())}  {line}\n"


@pytest.mark.parametrize("folder", ["000001", "000002"])
def test_list_that_no_inventory_names_is_found(bundle, folder):
    """Whoever forges an act cannot pass it off as attested by putting its link beside an inventory."""
    custody = bundle.folder / "custody.jsonl"
    first, *others = custody.read_text().splitlines()
    act, link = forged_link(json.loads(first), at="2020-01-01T00:00:00Z")
    custody.write_text("\n".join([json.dumps(act), *others]) + "\n")
    (bundle.folder / "timestamps" / folder).mkdir(exist_ok=True)
    (bundle.folder / "timestamps" / folder / "events-000009.txt").write_text(link)
    sum_anew(bundle.folder)
    assert "no list that its inventory names" in run(bundle.folder, sys.executable, "check.py").stderr


def test_record_that_no_act_tells_of_is_found(bundle):
    """Dropping the act that made a text does not free a forger to change the text, its record and the quote."""
    custody = bundle.folder / "custody.jsonl"
    acts = custody.read_text().splitlines(keepends=True)
    custody.write_text("".join(act for act in acts if '"act":"read"' not in act))
    for path in (*bundle.folder.glob("documents/*/texts/*"), bundle.folder / "quotes.jsonl"):
        path.write_text(path.read_text().replace("Examplecorp 2 sold", "Examplecorp 2 lent"))
    sum_anew(bundle.folder)
    assert "no act here tells of" in run(bundle.folder, sys.executable, "check.py").stderr


@pytest.mark.parametrize("change", [lambda acts: acts[::-1], lambda acts: [acts[0], *acts]])
def test_acts_out_of_order_or_doubled_are_found(bundle, change):
    custody = bundle.folder / "custody.jsonl"
    custody.write_text("".join(change(custody.read_text().splitlines(keepends=True))))
    sum_anew(bundle.folder)
    assert "BREAK: act" in run(bundle.folder, sys.executable, "check.py").stderr


def test_quote_from_elsewhere_is_found(bundle):
    (text,) = bundle.folder.glob("documents/*/texts/*.txt")
    beside = text.parent.parent / "beside.txt"
    beside.write_text(text.read_text())
    quotes = bundle.folder / "quotes.jsonl"
    quotes.write_text(quotes.read_text().replace(f"texts/{text.name}", beside.name))
    sum_anew(bundle.folder)
    assert "no text that a record is of" in run(bundle.folder, sys.executable, "check.py").stderr


def test_what_was_made_known_goes_with_the_evidence(store, stamped, tmp_path):
    attach_reply(store, stamped.id, party="Examplecorp", words="We <b>sold</b> none.", by="Ana")
    claim = export_evidence(store, stamped.id, tmp_path / "claim", by="Ana", now=NOON)
    withdraw_document(store, stamped.document_id, words="It is a forgery.", by="Ana")
    document = export_evidence(store, stamped.document_id, tmp_path / "document", by="Ana", now=NOON)
    for bundle, kind, words in (
        (claim, "reply", "We &lt;b&gt;sold&lt;/b&gt; none."),
        (document, "withdrawal", "It is a forgery."),
    ):
        (notice,) = map(json.loads, (bundle.folder / "notices.jsonl").read_text().splitlines())
        assert (notice["kind"], "by" in notice) == (kind, False)
        assert words in (bundle.folder / "README.html").read_text()
        assert run(bundle.folder, sys.executable, "-I", "-S", "check.py").returncode == 0


def test_bundle_that_cannot_be_put_on_the_log_is_not_handed_out(store, stamped, tmp_path):
    impatient = open_store(store.folder, patience_s=0.1)
    with store.writer(), pytest.raises(StoreBusy):
        export_evidence(impatient, stamped.id, tmp_path / "out", by="Ana", now=NOON)
    impatient.close()
    assert list((tmp_path / "out").iterdir()) == []


def test_document_that_nobody_attests_says_so(store, fill, tmp_path):
    (document,) = fill(store, 1)
    bundle = export_evidence(store, document[:12], tmp_path / "out", by="Ana", now=NOON)
    assert (bundle.attested, bundle.events) == (0, 2)
    assert "Nobody outside attests" in (bundle.folder / "README.html").read_text()
    assert run(bundle.folder, sys.executable, "-I", "-S", "check.py").returncode == 0


def test_restricted_evidence_is_for_those_named(store, stamped, tmp_path):
    with store.writer() as writer:
        writer.restrict(stamped.document_id, ["Ana"], "Ana", "a source would be known", decided_at=NOON)
    with pytest.raises(NotAllowed, match="restricted"):
        export_evidence(store, stamped.id, tmp_path / "out", by="Bo", now=NOON)
    assert not (tmp_path / "out").exists()
    assert export_evidence(store, stamped.id, tmp_path / "out", by="Ana", now=NOON).folder.exists()


def test_failed_export_leaves_nothing(store, stamped, tmp_path):
    blob = next((store.folder / "archive").rglob(f"{stamped.document_id}/blob"))
    blob.unlink()
    with pytest.raises(MissingBlob):
        export_evidence(store, stamped.id, tmp_path / "out", by="Ana", now=NOON)
    assert list((tmp_path / "out").iterdir()) == []
    with store.view() as view:
        assert not [event for event in view.custody() if event.act is Act.EXPORTED]


def test_bundle_is_never_overwritten(bundle, store, stamped, tmp_path):
    with pytest.raises(BadCustody, match="already"):
        export_evidence(store, stamped.id, tmp_path / "out", by="Ana", now=NOON)


@pytest.mark.parametrize("name", ["clm-none", "ffff", "", "../x"])
def test_unknown_subject_is_refused(store, stamped, tmp_path, name):
    with pytest.raises((NotFound, AmbiguousId)):
        export_evidence(store, name, tmp_path / "out", by="Ana", now=NOON)


def test_records_are_json_of_the_model(bundle, stamped):
    (line,) = (bundle.folder / "quotes.jsonl").read_text().splitlines()
    quote = json.loads(line)
    assert quote["claim_id"] == stamped.id
    assert (bundle.folder / quote["text"]).read_text()[quote["start"] : quote["end"]] == quote["quote"]
    assert Path(quote["text"]).name == f"{stamped.evidence[0].text_id}.txt"
