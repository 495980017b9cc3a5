"""A document is withdrawn, and everything that rests on it follows, into the next release; then it is restored."""

import csv
from pathlib import Path

import pytest

from countersight.model.speakers import speaker_key

BRIEFS = Path(__file__).parents[2] / "src" / "countersight" / "reference" / "briefs"


@pytest.fixture
def project(cli, tmp_path: Path) -> Path:
    """A project made from the briefs on Kampala and on Huawei's part in it."""
    folder = tmp_path / "project"
    cli("init", folder)
    cli("-C", folder, "add", *sorted(BRIEFS.glob("00[4-7]*.md")))
    cli("-C", folder, "run")
    return folder


@pytest.fixture
def empty_project(cli, tmp_path: Path) -> Path:
    """A project without documents."""
    cli("init", tmp_path / "project")
    return tmp_path / "project"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_withdrawal_reaches_the_next_release_and_is_told_there(cli, records, project: Path) -> None:
    here = ("-C", project)
    cli(*here, "release", "--version", "1")
    claims, findings = records(*here, "claims"), records(*here, "findings")
    gone = claims[0]["document_id"]
    assert cli(*here, "notices").stdout == "nothing was withdrawn, corrected or replied to\n"
    told = cli(*here, "notices", "withdraw", gone, "--because", "It is a forgery.", "--by", "Ana").stdout
    left = records(*here, "claims")
    assert {claim["id"] for claim in left} == {claim["id"] for claim in claims if claim["document_id"] != gone}
    assert f"claims {len(claims)} → {len(left)}" in told
    assert f"findings {len(findings)} → {len(records(*here, 'findings'))}" in told

    assert "; withdrawn\n" in cli(*here, "search", "Huawei", "--in", "documents").stdout
    cli(*here, "run")  # brings nothing back
    assert records(*here, "claims") == left
    answered = records(*here, "findings")[0]["id"]
    (project / "reply.txt").write_text("We sold none.\nNot one.", encoding="utf-8")
    cli(*here, "notices", "reply", answered[:12], "--party", "Acme", "--file", project / "reply.txt", "--by", "Ana")
    cli(*here, "notices", "correct", left[0]["id"], "--because", "It was 200.", "--by", "Ana")
    cli(*here, "release", "--version", "2")
    release = project / "releases" / "2"
    assert {row["document_id"] for row in rows(release, "claims.csv")} == {claim["document_id"] for claim in left}
    (state,) = [row["state"] for row in rows(release, "documents.csv") if row["id"] == gone]
    assert state == "withdrawn"
    notices = rows(release, "notices.csv")
    assert [row["kind"] for row in notices] == ["withdrawal", "reply", "correction"]
    assert notices[0]["subject_id"] == gone
    assert notices[1]["finding_ids"] == answered
    assert notices[1]["words"] == "We sold none.\nNot one."
    report = (release / "index.html").read_text(encoding="utf-8")
    assert "It is a forgery." in report
    assert report.count("We sold none.") == 2  # beside the finding, and in the list
    changes = records(*here, "changes", project / "releases" / "1", release)
    assert {change["id"] for change in changes if change["op"] == "DEL" and change["list"] == "claims"} == {
        claim["id"] for claim in claims if claim["document_id"] == gone
    }

    cli(*here, "notices", "restore", gone, "--because", "The original was shown.", "--by", "Bo")
    assert records(*here, "claims") == claims
    assert [finding["id"] for finding in records(*here, "findings")] == [finding["id"] for finding in findings]
    assert "everything holds" in cli(*here, "verify").stdout


def test_word_of_a_speaker_is_withdrawn_and_comes_back(cli, records, project: Path) -> None:
    here = ("-C", project)
    claims = records(*here, "claims")
    named = [claim["speaker"]["mention"]["name"] for claim in claims if claim.get("speaker")]
    name = next(name for name in named if speaker_key(name))
    told = cli(*here, "notices", "withdraw", "--speaker", name, "--because", "It took it back.", "--by", "Ana").stdout
    assert f"withdrawal of speaker {speaker_key(name)}" in told
    left = records(*here, "claims")
    assert 0 < len(left) < len(claims)
    assert name not in [claim["speaker"]["mention"]["name"] for claim in left if claim.get("speaker")]
    cli(*here, "release", "--version", "1")
    (row,) = rows(project / "releases" / "1", "notices.csv")
    assert (row["subject"], row["subject_id"]) == ("speaker", speaker_key(name))
    assert row["claims"] == str(len(claims) - len(left))
    assert row["said_by"]
    assert f"claims {row['claims']}, documents {row['documents']}, findings" in cli(*here, "notices").stdout
    cli(*here, "notices", "restore", "--speaker", name, "--because", "It stands by it.", "--by", "Bo")
    assert records(*here, "claims") == claims
    assert "everything holds" in cli(*here, "verify").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("withdraw", "--because", "x"), "name a document"),
        (("withdraw", "0" * 64, "--source", "a.example", "--because", "x"), "name a document"),
        (("withdraw", "0" * 64, "--because", "x"), "no document"),
        (("withdraw", "--source", "nobody.example", "--because", "x"), "no document is from"),
        (("withdraw", "--speaker", "Nobody", "--because", "x"), "no claim stands on the word of"),
        (("withdraw", "--speaker", "Reuters", "--because", "x"), "is a news agency"),
        (("withdraw", "--agency", "Nobody", "--because", "x"), "no news agency"),
        (("restore", "--source", "nobody.example", "--because", "x"), "not withdrawn"),
        (("reply", "fnd-0", "--party", "Acme"), "--words"),
        (("reply", "fnd-0", "--party", "Acme", "--words", "No."), "no finding 'fnd-0'"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(cli, empty_project: Path, arguments, said: str) -> None:
    done = cli("-C", empty_project, "notices", *arguments, succeeds=False)
    assert done.returncode in (1, 2)
    assert said in done.stderr
