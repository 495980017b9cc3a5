"""Releases and records taken out of packages of procurement."""

import io
import json
import tracemalloc
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from countersight.collect import collect_documents
from countersight.collect.base import Collected, CollectLimits
from countersight.collect.packages import OCDS, OcdsPackages
from countersight.errors import UnreadableDocument
from countersight.model.failure import Failure

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
RELEASES = [{"ocid": f"ocds-a1b2c3-{number}", "tag": ["tender"], "tender": {"title": "é"}} for number in range(3)]
ENVELOPE = {"uri": "https://orbex.example/p", "version": "1.1", "publishedDate": "2025-01-01", "extensions": []}
PUBLISHER = {"publisher": {"name": "Orbex Portal", "uri": "https://orbex.example"}}


def clock():
    return datetime(2025, 1, 1, tzinfo=UTC)


def take(data, *, most_bytes=10_000):
    encoded = data if isinstance(data, bytes) else json.dumps(data).encode()
    limits = CollectLimits(max_document_bytes=most_bytes)
    return list(members_of(encoded, limits=limits))


def members_of(data, *, limits=None):
    container = OcdsPackages()
    assert container.recognizes(data[:4096], "x.json")
    return container.members(io.BytesIO(data), address="file:///x.json", limits=limits or CollectLimits(), clock=clock)


def places(members):
    return [member.capture.address.removeprefix("file:///x.json") for member in members]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "unescaped"])
def test_release_is_a_slice_of_its_package(ascii_only):
    data = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}, ensure_ascii=ascii_only).encode()
    members = take(data)
    assert places(members) == ["#/releases/0", "#/releases/1", "#/releases/2"]
    assert all(member.data in data for member in members)
    assert [json.loads(member.data) for member in members] == RELEASES


def test_capture_names_package_and_publisher():
    data = json.dumps({**ENVELOPE, "releases": RELEASES, **PUBLISHER}).encode()
    capture = take(data)[0].capture
    assert capture.publisher == "Orbex Portal"
    assert capture.container == f"file:///x.json sha256:{sha256(data).hexdigest()}"


def test_media_type_is_of_our_own():
    assert {member.document.media_type for member in take({**ENVELOPE, "releases": RELEASES})} == {OCDS}


def test_records_are_members_with_their_releases():
    records = [{"ocid": "ocds-a1b2c3-1", "releases": RELEASES[:2]}]
    members = take({**ENVELOPE, **PUBLISHER, "records": records})
    assert places(members) == ["#/records/0"]
    assert json.loads(members[0].data) == records[0]


RECORDS = [{"ocid": "ocds-a1b2c3-7", "releases": [{"url": "https://orbex.example/p#1", "date": "2025-01-01"}]}]


@pytest.mark.parametrize("first", ["releases", "records"])
@pytest.mark.parametrize("layout", [None, 1], ids=["on a line", "indented"])
def test_package_of_releases_and_records_gives_both(first, layout):
    lists = {"releases": RELEASES, "extra": {"records": [1]}, "records": RECORDS}
    ordered = dict(sorted(lists.items(), reverse=first == "releases"))
    data = json.dumps({**PUBLISHER, **ENVELOPE, **ordered, "links": {}}, indent=layout).encode()
    members = take(data)
    assert sorted(places(members)) == ["#/records/0", "#/releases/0", "#/releases/1", "#/releases/2"]
    assert places(members)[0] == f"#/{first}/0"
    assert {member.capture.publisher for member in members} == {"Orbex Portal"}
    assert places(take(data + b"\n" + json.dumps(RELEASES[0]).encode()))[-1] == "#/1"


def test_second_list_of_one_name_is_a_failure():
    package = json.dumps({**ENVELOPE, "releases": RELEASES[:1], "records": RECORDS}).encode()
    members = take(package[:-1] + b', "releases": [{"ocid": "ocds-a1b2c3-9"}]}')
    assert [type(member) for member in members] == [Collected, Collected, Failure]
    assert members[2].item == "file:///x.json#/releases"
    assert "left out" in members[2].detail


def test_broken_second_list_keeps_what_came_before():
    data = json.dumps({**ENVELOPE, "records": RECORDS, "releases": RELEASES}).encode()
    members = take(data[: data.index(b"ocds-a1b2c3-1")])
    assert [type(member) for member in members] == [Collected, Collected, Failure]
    assert members[2].item == "file:///x.json#/releases/1"


def test_single_release_is_the_whole_file():
    data = json.dumps(RELEASES[0], indent=1).encode() + b"\n"
    members = take(data)
    assert places(members) == [""]
    assert members[0].data == data


def test_single_record_is_no_package():
    record = {"ocid": "ocds-a1b2c3-1", "releases": RELEASES}
    assert places(take(record)) == [""]
    assert places(take({"releases": RELEASES, "ocid": "ocds-a1b2c3-1"})) == [""]


def test_lines_are_members_one_by_one():
    lines = [json.dumps(release).encode() for release in RELEASES]
    members = take(b"\xef\xbb\xbf" + b"\n\n".join(lines) + b"\r\n")
    assert places(members) == ["#/0", "#/1", "#/2"]
    assert [member.data for member in members] == lines


def test_packages_on_lines_are_opened():
    package = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES[:2]}).encode()
    assert places(take(package + b"\n" + package)) == [
        "#/0/releases/0", "#/0/releases/1", "#/1/releases/0", "#/1/releases/1",
    ]  # fmt: skip


def test_damaged_line_spoils_no_other():
    good = json.dumps(RELEASES[0]).encode()
    members = take(good + b'\n{"ocid": "ocds-a1b2c3-9", "tender": {"ti\n' + good)
    assert places(members) == ["#/0", "#/1", "#/2"]


def test_values_side_by_side_are_members():
    data = b"".join(json.dumps(release, indent=1).encode() for release in RELEASES)
    assert places(take(data)) == ["#/0", "#/1", "#/2"]


def test_packages_side_by_side_are_all_opened():
    package = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES[:2]}, indent=1).encode()
    single = json.dumps(RELEASES[2], indent=1).encode()
    assert places(take(b"\n".join((package, package, single)))) == [
        "#/releases/0", "#/releases/1", "#/1/releases/0", "#/1/releases/1", "#/2",
    ]  # fmt: skip


@pytest.mark.parametrize("rest", [b' {"ocid": "ocds-a1b2c3-9', b" words"], ids=["no end", "no object"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_stands_before_damage_is_kept(count, rest):
    data = b"\n".join(json.dumps(release, indent=1).encode() for release in RELEASES[:count]) + rest
    taken = []
    with pytest.raises(UnreadableDocument):
        taken.extend(members_of(data))  # what came before the error stays
    assert places(taken) == [f"#/{index}" for index in range(count)]


def test_package_is_no_longer_than_it_says():
    package = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}, indent=1).encode()
    with pytest.raises(UnreadableDocument, match="neither an object"):
        take(package + b" words")


def test_lines_without_end_are_members_too():
    """Each is looked at by itself: a thousand of them would otherwise be read a thousand times over."""
    members = take(b'{"ocid": "ocds-a1b2c3-1"}\n' + b'{"ocid": "ocds-a1b2c3-1"\n' * 20_000)
    assert len(members) == 20_001


def test_publisher_is_told_by_the_prefix():
    assert take(RELEASES[0])[0].capture.publisher == "ocds-a1b2c3"
    assert take({"ocid": "ocds-b5fd17-1"})[0].capture.publisher == "Contracts Finder"
    assert take({"ocid": "of their own"})[0].capture.publisher is None


def test_broken_off_package_keeps_what_came_before():
    data = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}).encode()
    members = take(data[: data.index(b"ocds-a1b2c3-2")])
    assert [type(member) for member in members] == [Collected, Collected, Failure]
    assert members[2].item == "file:///x.json#/releases/2"
    assert "has no end" in members[2].detail


def test_package_cut_between_releases_is_told():
    data = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}).encode()
    for end in (data.rindex(b"}, {") + 1, data.rindex(b", {"), data.rindex(b"]}")):
        members = take(data[:end])
        assert isinstance(members[-1], Failure)
        assert "breaks off" in members[-1].detail


def test_release_over_the_limit_is_a_failure():
    members = take(
        {**ENVELOPE, "releases": [RELEASES[0], {"ocid": "x", "title": "x" * 900}, RELEASES[1]]}, most_bytes=500
    )
    assert [type(member) for member in members] == [Collected, Failure, Collected]
    assert members[1].reason == "DocumentTooLarge"


@pytest.mark.parametrize("publisher", [b'{"name": 7}', b'{"name": "\xff"}'])
def test_damaged_envelope_still_has_releases(publisher):
    data = b'{"publisher": ' + publisher + b', "releases": [{"ocid": "ocds-a1b2c3-1"}]}'
    assert take(data)[0].capture.publisher == "ocds-a1b2c3"


@pytest.mark.parametrize(
    "head",
    [b"", b"[]", b"plain words", b'{"name": "a list of releases"}', b'{"releases": []}', b'<p>"ocid": "x"</p>'],
)
def test_other_files_are_let_pass(head):
    assert not OcdsPackages().recognizes(head, "x.json")


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(count):
        path = tmp_path / f"{count}.json"
        release = json.dumps({**RELEASES[0], "description": "x" * 2_000})
        listed = ",".join([release] * count)
        path.write_text(json.dumps(ENVELOPE)[:-1] + ', "releases": [' + listed + "]}")
        tracemalloc.start()
        with path.open("rb") as stream:
            taken = OcdsPackages().members(stream, address="file:///x", limits=CollectLimits(), clock=clock)
            assert sum(1 for _ in taken) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(4_000) < 1.2 * peak(400)


def test_folder_of_packages_is_collected(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}))
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, RELEASES)))
    found = list(collect_documents([str(tmp_path)], limits=CollectLimits()))
    assert [one.capture.address.rpartition("/")[2] for one in found] == ["0", "1", "2", "0", "1", "2"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real releases are not here")
def test_real_packages_come_apart():
    files = [*sorted(SHARED.glob("ocds_ocdskit_realdata/*.json")), *SHARED.glob("ocds_uk_contractsfinder/*.jsonl")]
    counts = {}
    for path in files:
        with path.open("rb") as stream:
            assert OcdsPackages().recognizes(stream.read(4096), path.name)
            members = list(OcdsPackages().members(stream, address="file:///x", limits=CollectLimits(), clock=clock))
        data = path.read_bytes()
        assert all(isinstance(member, Collected) and member.data in data for member in members)
        assert all(member.capture.publisher for member in members)
        counts[path.name] = len(members)
    assert counts["releases.jsonl"] == 482
    assert sum(counts.values()) == 501


def test_address_may_serve_a_package(site):
    data = json.dumps({**ENVELOPE, **PUBLISHER, "releases": RELEASES}).encode()
    address = site.page("/api/releases", data, content_type="application/json")
    found = list(collect_documents([address], limits=CollectLimits(allowed_networks=("127.0.0.0/8",))))
    assert [one.capture.address for one in found] == [f"{address}#/releases/{index}" for index in range(3)]
    assert all(one.capture.publisher == "Orbex Portal" for one in found)


def test_failed_member_is_collected_again_with_its_file(tmp_path):
    path = tmp_path / "releases.jsonl"
    path.write_text("\n".join(map(json.dumps, RELEASES)))
    again = list(collect_documents([f"{path.as_uri()}#/1"], limits=CollectLimits()))
    assert len(again) == 3
