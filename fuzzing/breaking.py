"""Makes broken bytes of sound ones: flips, cuts, repeats, joins, and numbers that are too large."""

from random import Random

INTERESTING = (
    b"\x00",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"2147483648",
    b"-1",
    b"1e999",
    b"\xed\xa0\x80",
    b"]]>",
    b"&a;",
    b"\r\n",
)


def break_bytes(data: bytes, others: list[bytes], random: Random, *, most: int = 200_000) -> bytes:
    """Return `data` after one to eight changes, at most `most` bytes of it."""
    broken = bytearray(data)
    for _ in range(random.randint(1, 8)):
        start = random.randint(0, len(broken))
        end = min(len(broken), start + random.choice((1, 2, 4, 16, 64, 1_024)))
        match random.randrange(7):
            case 0:
                for place in range(start, min(end, start + 4)):
                    broken[place] ^= 1 << random.randrange(8)
            case 1:
                del broken[start:end]
            case 2:
                broken[start:start] = broken[start:end] * random.choice((1, 2, 16, 256))
            case 3:
                broken[start:end] = random.choice(INTERESTING)
            case 4:
                broken[start:end] = random.randbytes(end - start)
            case 5:
                other = random.choice(others)
                place = random.randint(0, len(other))
                broken[start:end] = other[place : place + 1_024]
            case 6:
                del broken[start:]
        del broken[most:]
    return bytes(broken)
