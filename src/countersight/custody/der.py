"""Just enough DER (X.690) to put the certificates of a timestamp in the order that strict readers ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, EXPLICIT_0 = 0x30, 0xA0


@dataclass(frozen=True, slots=True)
class _Element:
    """Where one element lies: its tag, its start, the start of what is in it, and its end."""

    tag: int
    start: int
    inner: int
    end: int


def sort_certificates(answer: bytes) -> bytes:
    """Return an answer of RFC 3161 with the set of certificates in its token sorted.

    DER asks for that order, which OpenSSL does not keep when it writes a token, and which rfc3161-client refuses to do
    without. The set is outside of what is signed, and sorting changes no length. Whatever is no such answer comes back
    as it is.
    """
    try:
        found = _certificates(answer)
    except ValueError:
        return answer
    ordered = sorted(answer[each.start : each.end] for each in found)
    return answer[: found[0].start] + b"".join(ordered) + answer[found[-1].end :] if found else answer


def _certificates(data: bytes) -> list[_Element]:
    """Find TimeStampResp > timeStampToken > content > SignedData > certificates (RFC 3161, 2.4.2; RFC 5652, 5.1)."""
    (response,) = _inside(data, 0, len(data), (SEQUENCE,))
    _, token = _inside(data, response.inner, response.end, (SEQUENCE, SEQUENCE))
    _, content = _inside(data, token.inner, token.end, (None, EXPLICIT_0))
    (signed,) = _inside(data, content.inner, content.end, (SEQUENCE,))
    *_, certificates = _inside(data, signed.inner, signed.end, (None, None, SEQUENCE, EXPLICIT_0))
    return list(_elements(data, certificates.inner, certificates.end))


def _inside(data: bytes, start: int, end: int, tags: tuple[int | None, ...]) -> list[_Element]:
    """Return the first elements between two places, which must have these tags.

    Raises:
        ValueError: they are others, or fewer.
    """
    found = [each for each, _ in zip(_elements(data, start, end), tags, strict=False)]
    if len(found) < len(tags) or any(tag not in (None, each.tag) for each, tag in zip(found, tags, strict=True)):
        raise ValueError("not the elements that were looked for")
    return found


def _elements(data: bytes, start: int, end: int) -> Iterator[_Element]:
    while start < end:
        if end - start < 2:
            raise ValueError("cut off")
        length, inner = data[start + 1], start + 2
        if length >= 0x80:
            inner += (digits := length & 0x7F)
            length = int.from_bytes(data[start + 2 : inner], "big")
            if not 1 <= digits <= 4:
                raise ValueError("no definite length")
        if inner + length > end:
            raise ValueError("longer than what it is in")
        yield _Element(data[start], start, inner, inner + length)
        start = inner + length
