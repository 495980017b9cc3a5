"""Mail taken apart."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.values.mail import MAX_PARTS, Role, take_apart


def made(text: str = "Words.\n", html: str = "") -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Ann Example <ann@bolt.example>"
    message["Subject"] = "Камеры для города"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def roles(data: bytes) -> list[tuple[str, Role, str]]:
    return [(leaf.number, leaf.role, leaf.media_type) for leaf in take_apart(data).leaves]


def test_plain_message_is_one_leaf() -> None:
    mail = take_apart(bytes(made()))
    assert mail.field("subject") == "Камеры для города"
    assert [(leaf.number, leaf.data) for leaf in mail.leaves] == [("1", b"Words.\r\n")]


def test_attachment_beside_alternatives() -> None:
    message = made(html="<p>Words.</p>")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="договор.pdf")
    assert roles(bytes(message)) == [
        ("1.1", Role.BODY, "text/plain"),
        ("1.2", Role.ALTERNATIVE, "text/html"),
        ("2", Role.ATTACHMENT, "application/pdf"),
    ]
    assert take_apart(bytes(message)).leaves[2].file_name == "договор.pdf"
    assert take_apart(bytes(message)).leaves[2].data == b"%PDF-"


def test_picture_of_a_page_is_inline() -> None:
    message = made(html="<img src='cid:x'>")
    message.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<x>")
    assert roles(bytes(message))[-1] == ("2.2", Role.INLINE, "image/png")


def test_forwarded_message_is_attached_whole() -> None:
    message, inner = made(), made("Inner.\n")
    message.add_attachment(inner)
    leaf = take_apart(bytes(message)).leaves[1]
    assert (leaf.role, leaf.media_type) == (Role.ATTACHMENT, "message/rfc822")
    assert take_apart(leaf.data).leaves[0].data.strip() == b"Inner."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"Subject: =?koi8-r?B?68HNxdLZ?=", "Камеры"),
        (b"Subject: =?utf-8?Q?a=C3?=\r\n =?utf-8?Q?=A9b?=", "aéb"),
        ("Subject: Камеры".encode(), "Камеры"),
        (b"Subject: \xca\xe0 x", "\ufffd\ufffd x"),
        (b"Subject: =?no-such?B?68HNxdLZ?=", "=?no-such?B?68HNxdLZ?="),
        (b"Subject: =?zip?B?eJwDAAAAAAE=?=", "=?zip?B?eJwDAAAAAAE=?="),
        (b"Subject: one\r\n\ttwo\r\nnot a field\r\nX: y", "one two"),
    ],
    ids=["koi8", "split", "raw", "damaged", "unknown", "no text", "folded"],
)
def test_fields_are_decoded(written: bytes, shown: str) -> None:
    assert " ".join(take_apart(written + b"\r\n\r\nWords.").field("subject").split()) == shown


@pytest.mark.parametrize("letters", [b"V29yZHMu", b"V29y\r\nZHMu=", b"V29 yZ!HMu", b"V29yZHMuA"])
def test_damaged_base64_gives_what_it_can(letters: bytes) -> None:
    data = b"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + letters
    assert take_apart(data).leaves[0].data == b"Words."


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\a\\passwd", "/passwd"])
def test_folders_are_cut_from_names(name: str) -> None:
    data = f'Content-Type: application/x\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nx'.encode()
    assert take_apart(data).leaves[0].file_name == "passwd"


def test_cut_off_message_keeps_its_parts() -> None:
    message = made(html="<p>Words.</p>")
    whole = bytes(message)
    assert len(take_apart(whole[: whole.rindex(b"--=")]).leaves) == 2


def test_many_parts_are_cut() -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (MAX_PARTS + 10)
    mail = take_apart(data)
    assert mail.is_cut
    assert len(mail.leaves) == MAX_PARTS


def test_deep_parts_are_cut() -> None:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n" for depth in range(3_000))
    assert take_apart(head.encode() + b"\nWords.").is_cut


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "data",
    [
        b"\n" * 20_000_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 3_000_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b " * 3_000_000,
        b"Content-Type: " + b'x;"' * 3_000_000,
        b"Subject: " + b"=?" * 3_000_000,
        b"To: " + b"a@b, " * 3_000_000,
        b"x: y\n" * 3_000_000,
    ],
    ids=["lines", "boundaries", "almost", "type", "words", "addresses", "fields"],
)
def test_hostile_message_ends_soon(data: bytes) -> None:
    assert len(take_apart(data).leaves) <= MAX_PARTS


PIECES = [
    b"Content-Type: multipart/mixed; boundary=a\n",
    b'Content-Type: multipart/alternative; boundary="b"\n',
    b"\n",
    b"--a\n",
    b"--b\r\n",
    b"--a--\n",
    b"--b--\n",
    b"Content-Type: text/html; charset=utf-16\n",
    b"words\r\n",
    b"\xff\xfe",
    b"Content-Disposition: attachment; filename*0*=utf-8''%; filename*1*=x\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Subject: =?utf-8?B?=",
    b"=?idna?Q?x?=",
    b"From: a",
    b" folded\n",
    b"\r",
    b"From x\n",
    b":",
    b"\x00",
    b"=3D=\n",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=25))
def test_any_bytes_are_taken_apart(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    mail = take_apart(data)
    assert all(isinstance(leaf.data, bytes) for leaf in mail.leaves)
    assert len({leaf.number for leaf in mail.leaves}) == len(mail.leaves)
    assert "".join(value for _, value in mail.fields).encode() is not None


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=200),
    st.lists(st.binary(min_size=1, max_size=50), max_size=4),
)
def test_what_the_library_writes_is_read_back(text: str, attached: list[bytes]) -> None:
    message = made(text)
    for place, data in enumerate(attached):
        message.add_attachment(data, maintype="application", subtype="x-made", filename=f"f{place}.bin")
    leaves = take_apart(bytes(message)).leaves
    assert leaves[0].data.decode().strip() == text.strip()
    assert [(leaf.file_name, leaf.data) for leaf in leaves[1:]] == [
        (f"f{place}.bin", data) for place, data in enumerate(attached)
    ]


def test_damaged_bytes_beside_letters_are_borne() -> None:
    data = "Content-Type: text/plain; name=ԯ".encode() + b"\xff\r\n\r\nwords\r\n"
    (leaf,) = take_apart(data).leaves
    assert leaf.media_type == "text/plain"


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/alternative"])
def test_words_are_kept_where_no_boundary_is_as_announced(kind: str) -> None:
    data = f"From: a@bolt.example\r\nContent-Type: {kind}; boundary=B_\r\n\r\n--B\r\n\r\nWords.\r\n--B--\r\n".encode()
    (leaf,) = take_apart(data).leaves
    assert (leaf.number, leaf.role, leaf.media_type) == ("1", Role.BODY, "text/plain")
    assert b"Words." in leaf.data
