"""E-mail."""

import email.policy
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.mail_lines import quoted_lines

Read = Callable[..., DocumentText]


def make_mail(text: str = "Words.\n", **fields: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    told = {
        "From": "Ann Example <ann@bolt.example>",
        "To": "Bo <bo@acme.example>, cy@acme.example",
        "Date": "Tue, 05 Mar 2019 23:30:00 +0300",
        "Subject": "Cameras",
        "Message-ID": "<1@bolt.example>",
    }
    for name, value in (told | fields).items():
        if value:
            message[name] = value
    message.set_content(text)
    return message


def test_head_and_body_are_read(read: Read) -> None:
    text = read("eml", bytes(make_mail("The town bought\r\nten cameras.\r\n")))
    assert text.text == (
        "From: Ann Example <ann@bolt.example>\nTo: 2 recipients\nDate: Tue, 05 Mar 2019 23:30:00 +0300\n"
        "Subject: Cameras\nMessage-ID: <1@bolt.example>\n\nThe town bought\nten cameras."
    )
    assert (text.title, text.author, text.published) == ("Cameras", "Ann Example", date(2019, 3, 5))


def test_recipients_are_only_counted(read: Read) -> None:
    assert "acme.example" not in read("eml", bytes(make_mail())).text


def test_words_have_their_places(read: Read) -> None:
    text = read("eml", bytes(make_mail("Yes.\r\n> Did they?\r\n>> Who?\r\nSoon.\r\n")))
    places = [(part.at, text.text[part.start : part.end]) for part in text.parts]
    assert ("header=subject", "Cameras") in places
    assert places[-4:] == [
        ("part=1", "Yes."),
        ("part=1&quoted=1", "Did they?"),
        ("part=1&quoted=2", "Who?"),
        ("part=1", "Soon."),
    ]


def test_plain_form_is_preferred(read: Read) -> None:
    message = make_mail("Plain words.\n")
    message.add_alternative("<p>Other words.</p>", subtype="html")
    assert "Other" not in read("eml", bytes(message)).text


def test_html_alone_is_read_with_its_quotations(read: Read) -> None:
    message = make_mail()
    message.set_content(
        "<style>p{}</style><p>Yes.</p><blockquote><p>Did they?</p><blockquote>Who?</blockquote></blockquote>"
        "<p>Soon.</p>",
        subtype="html",
    )
    text = read("eml", bytes(message))
    assert [(part.at, text.text[part.start : part.end]) for part in text.parts][-4:] == [
        ("part=1", "Yes."),
        ("part=1&quoted=1", "Did they?"),
        ("part=1&quoted=2", "Who?"),
        ("part=1", "Soon."),
    ]


def test_attachments_are_left_to_themselves(read: Read) -> None:
    message = make_mail()
    message.add_attachment("Secret words.", filename="notes.txt")
    assert "Secret" not in read("eml", bytes(message)).text


@pytest.mark.parametrize(
    ("charset", "body", "words"),
    [
        ("koi8-r", "Камеры".encode("koi8-r"), "Камеры"),
        ("gb2312", "公安部".encode("gbk"), "公安部"),
        ("us-ascii", "naïve €".encode("cp1252"), "naïve €"),
        ("no-such", "Камеры".encode(), "Камеры"),
        ("utf-8", b"a\xffb\xffc\xff", "a\ufffdb\ufffdc\ufffd"),
        ("iso-2022-jp", b"\x1b$B\x21", "\ufffd"),
    ],
)
def test_damage_of_letters_is_borne(read: Read, charset: str, body: bytes, words: str) -> None:
    head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    assert read("eml", head + body).text == f"Subject: x\n\n{words}"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("", "One line\nin two."),
        ("; format=flowed", "One line in two."),
        ("; format=flowed; delsp=yes", "One linein two."),
    ],
)
def test_flowed_lines_are_joined(read: Read, settings: str, words: str) -> None:
    data = f"Subject: x\r\nContent-Type: text/plain{settings}\r\n\r\nOne line \r\nin two.\r\n".encode()
    assert read("eml", data).text == f"Subject: x\n\n{words}"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "encrypted"),
        ("application/pkcs7-mime; smime-type=enveloped-data", r"encrypted \(application/pkcs7-mime\)"),
        ("application/pkcs7-mime; smime-type=signed-data", "only S/MIME opens it"),
    ],
)  # fmt: skip
def test_sealed_mail_is_told(read: Read, kind: str, words: str) -> None:
    body = "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--\r\n"
    with pytest.raises(UnreadableDocument, match=words):
        read("eml", f"Subject: x\r\nContent-Type: {kind}\r\n\r\n{body}")


def test_armored_mail_is_told(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match=r"encrypted \(PGP\)"):
        read("eml", bytes(make_mail("-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n")))


def test_signature_is_told_and_not_checked(read: Read) -> None:
    data = (
        "Subject: x\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nWords.\n--b\n"
        "Content-Type: application/pgp-signature\n\nabc\n--b--\n"
    )
    assert read("eml", data).text == "Subject: x\nSignature: application/pgp-signature, not checked\n\nWords."


@pytest.mark.parametrize("written", ["", "31 Feb 2019 10:00", "Tue, 99 Mar 2019", "yesterday", "9" * 5_000])
def test_date_that_is_none_is_left_out(read: Read, written: str) -> None:
    assert read("eml", f"Subject: x\nDate: {written}\n\nWords.").published is None


def test_mail_without_words_is_told(read: Read) -> None:
    with pytest.raises(EmptyDocument):
        read("eml", bytes(make_mail("\n", Subject="")))


@pytest.mark.parametrize("data", [b"just words", b"\n\n", b"X-Y: z\n\nwords"])
def test_what_is_no_mail_is_refused(read: Read, data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="not a mail"):
        read("eml", data)


def test_cut_mail_is_refused(read: Read) -> None:
    data = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 2_000
    with pytest.raises(UnreadableDocument, match="more than 1,000 parts"):
        read("eml", data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["", "words", "> said", ">> before", ">no", " > spaced", "ends "]), max_size=20))
def test_no_line_is_lost(lines: list[str]) -> None:
    runs = list(quoted_lines("\n".join(lines), is_flowed=False, joins_without_space=False))
    assert sum(words.count("\n") + 1 for _, words in runs) == max(1, len(lines))
    assert all(first[0] != second[0] for first, second in pairwise(runs))
