"""What authorities and calendars attest is kept with its inventory, is on record, and can be checked for ever."""

import re
import subprocess
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest
from tests.custody.conftest import send_loopback, serving

from countersight.custody.attestations import find_faults
from countersight.custody.inventories import read_inventories
from countersight.custody.stamping import OTS, Whom, complete, stamp
from countersight.custody.tokens import read_roots
from countersight.errors import BadCustody
from countersight.model.custody import Act


def now():
    return datetime.now(UTC)


def stamped(store, tsa, *paths, calendars=()):
    whom = Whom(authorities=[tsa.at(path) for path in paths], calendars=calendars, roots=read_roots(tsa.root))
    return stamp(store, whom, by="Ana", send=send_loopback, clock=now)


def breaks(store):
    with store.view() as view:
        found = [each for each in find_faults(store.folder, view) if isinstance(each, str)]
    return [*found, *store.verify()]


def test_several_authorities_attest_one_inventory(store, fill, tsa):
    fill(store, 1, 2)
    done = stamped(store, tsa, "one", "two")
    assert [kept.address for kept in done.kept] == [tsa.at("one"), tsa.at("two")]
    assert not done.refused
    assert breaks(store) == []
    with store.view() as view:
        events = list(view.custody(""))
    assert [(event.act, event.by) for event in events] == [(Act.TIMESTAMPED, "Ana")] * 2
    assert "Made-up signer" in events[0].told("attests")


def test_standard_tools_check_a_inventory(store, fill, tsa):
    fill(store, 1, 2)
    folder = stamped(store, tsa, "one").inventory.folder

    def run(*command):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout

    assert run("sha256sum", "-c", "inventory.txt") == "documents-000001.txt: OK\nevents-000001.txt: OK\n"
    assert run("sha256sum", "-c", "documents-000001.txt").count(": OK") == 2
    name = next(folder.glob("*.tsr")).stem
    told = run(
        "openssl", "ts", "-verify", "-data", "inventory.txt", "-in", f"{name}.tsr", "-CAfile", f"{name}.root.pem",
        "-untrusted", f"{name}.chain.pem",
    )  # fmt: skip
    assert told == "Verification: OK\n"
    script = 'while read id line; do test "$(printf %s "$line" | sha256sum | cut -c1-64)" = $id && echo OK; done'
    assert run("sh", "-c", f"{script} < events-000001.txt") == "OK\n" * 4


def test_next_inventory_begins_where_the_last_ended(store, fill, tsa):
    fill(store, 1)
    first = stamped(store, tsa, "one").inventory
    new = fill(store, 2)
    second = stamped(store, tsa, "one").inventory
    assert (second.number, second.first, second.before) == (2, first.last + 1, first.digest)
    assert new[0] in second.lists_of("documents")[0].read_text()
    assert breaks(store) == []


def test_nothing_new_is_stamped_again_by_others_only(store, fill, tsa):
    fill(store, 1)
    stamped(store, tsa, "one")
    again = stamped(store, tsa, "one", "two")
    assert (again.is_new, again.inventory.number) == (False, 1)
    assert [kept.address for kept in again.kept] == [tsa.at("two")]


def test_one_bad_authority_spoils_nothing(store, fill, tsa):
    fill(store, 1)
    done = stamped(store, tsa, "nonce", "huge", "busy", "good")
    assert [kept.address for kept in done.kept] == [tsa.at("good")]
    assert [address for address, _ in done.refused] == [tsa.at("nonce"), tsa.at("huge"), tsa.at("busy")]
    assert breaks(store) == []


def test_nothing_to_attest_is_said(store, fill, tsa):
    with pytest.raises(BadCustody, match="nothing to attest"):
        stamped(store, tsa, "one")
    fill(store, 1)
    with pytest.raises(BadCustody, match="nobody is asked"):
        stamped(store, tsa)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("inventory.txt", "not say which events"),
        ("inventory.txt made", "not [0-9a-f]{64} as asked"),
        ("documents-000001.txt", "documents-000001.txt has SHA-256"),
        ("events-000001.txt", "no link, or not the one"),
    ],
)
def test_change_of_a_file_is_found(store, fill, tsa, name, said):
    fill(store, 1)
    name, _, word = name.partition(" ")
    path = stamped(store, tsa, "one").inventory.folder / name
    path.write_bytes(path.read_bytes().replace(word.encode() or b"d", b"c"))
    assert any(re.search(said, each) for each in breaks(store))


def test_lost_or_changed_token_is_found(store, fill, tsa):
    fill(store, 1)
    path = stamped(store, tsa, "one").kept[0].file
    whole = path.read_bytes()
    path.write_bytes(whole[:-10] + b"\0" + whole[-9:])
    assert len(breaks(store)) == 2
    path.unlink()
    assert ["custody event 3" in each for each in breaks(store)] == [True]


def test_end_of_the_log_cut_off_is_found(store, fill, tsa):
    """What no chain of hashes can show by itself."""
    fill(store, 1, 2)
    stamped(store, tsa, "one")
    with store._writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER custody_refuse_delete")
        connection.exec_driver_sql("DELETE FROM custody WHERE sequence > 2")
    assert any("lists event 3, which is no longer in the log" in each for each in breaks(store))


@pytest.fixture(scope="module")
def calendar():
    """A calendar that speaks the protocol: it takes digests up, and later tells in which block they are."""
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
    from opentimestamps.core.op import OpPrepend, OpSHA256
    from opentimestamps.core.serialize import BytesSerializationContext
    from opentimestamps.core.timestamp import Timestamp

    def written(stamp):
        context = BytesSerializationContext()
        stamp.serialize(context)
        return context.getbytes()

    class Handler(BaseHTTPRequestHandler):
        mined = False

        def answer(self, body, status=200):
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            stamp = Timestamp(self.rfile.read(int(self.headers["content-length"])))
            tip = stamp.ops.add(OpPrepend(b"\0" * 8)).ops.add(OpSHA256())
            tip.attestations.add(PendingAttestation(url))
            self.answer(b"garbage" if self.path == "/bad/digest" else written(stamp))

        def do_GET(self):
            if not Handler.mined:
                self.answer(b"not yet", 404)
                return
            stamp = Timestamp(bytes.fromhex(self.path.rpartition("/")[2]))
            stamp.ops.add(OpSHA256()).attestations.add(BitcoinBlockHeaderAttestation(900_000))
            self.answer(written(stamp))

        def log_message(self, *_): ...

    with serving(Handler) as url:
        yield url, Handler


def test_calendar_takes_up_and_later_tells_the_block(store, fill, tsa, calendar):
    url, handler = calendar
    handler.mined = False
    fill(store, 1)
    done = stamped(store, tsa, calendars=[url, f"{url}/bad"])
    assert done.kept[0].words == f"promised by {url}"
    assert [address for address, _ in done.refused] == [f"{url}/bad"]
    (waiting,) = complete(store, read_inventories(store.folder), by="Ana", send=send_loopback, at=now())
    assert (waiting.kept, [address for address, _ in waiting.refused]) == ([], [url])
    handler.mined = True
    (told,) = complete(store, read_inventories(store.folder), by="Ana", send=send_loopback, at=now())
    assert "in Bitcoin block 900000" in told.kept[0].words
    assert complete(store, read_inventories(store.folder), by="Ana", send=send_loopback, at=now()) == []
    assert breaks(store) == []


def test_proof_of_other_bytes_is_found(store, fill, tsa, calendar):
    fill(store, 1)
    path = stamped(store, tsa, calendars=[calendar[0]]).inventory.folder / OTS
    path.write_bytes(path.read_bytes()[:40] + b"\0" + path.read_bytes()[41:])
    assert len(breaks(store)) == 2
