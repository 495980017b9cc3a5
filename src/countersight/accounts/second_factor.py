"""The second factor: time-based codes (TOTP, RFC 6238) and, for when the device is lost, recovery codes on paper."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import Connection, delete, func, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.schema import people, recovery_codes
from countersight.accounts.secret_words import new_recovery_code, recovery_digest

STEP_S = 30
"""RFC 6238, section 5.2."""
DRIFT = 1
"""Steps that a clock may be off, either way (RFC 6238, section 5.2)."""
CODES = 10
"""Recovery codes that are given out at once; new ones make those before void."""
ISSUER = "Countersight"


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A secret that a person is about to take into their app: it counts once a code of it was typed."""

    secret: str
    """In base 32, 160 bits (RFC 4226, section 4, requirement 6)."""
    address: str
    """`otpauth://` address, for a QR code."""


def new_enrollment(name: str) -> Enrollment:
    """Make a fresh secret for a person."""
    return enrollment_of(pyotp.random_base32(32), name)


def enrollment_of(secret: str, name: str) -> Enrollment:
    """Return a secret with its address, to show it again after a mistyped code."""
    return Enrollment(secret, pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=name, issuer_name=ISSUER))


def matching_step(secret: str, code: str, now: datetime, *, after: int = 0) -> int | None:
    """Return the time step whose code this is, among those that `now` allows and that come after the one used last."""
    totp = pyotp.TOTP(secret, interval=STEP_S)
    given, middle = "".join(code.split()), int(now.timestamp()) // STEP_S
    found = None
    for step in range(middle - DRIFT, middle + DRIFT + 1):  # all of them, so that the time taken tells nothing
        fits = hmac.compare_digest(totp.generate_otp(step).encode(), given.encode("utf-8", "surrogatepass"))
        if fits and step > after:
            found = step
    return found


def begin_second_factor(accounts: Accounts, person: str, secret: str, code: str) -> list[str] | None:
    """Let a secret count once its first code is right; return fresh recovery codes, or None where it is wrong.

    `person` is a key (`values.person_names`). The codes are shown once and not kept.
    """
    step = matching_step(secret, code, accounts.now())
    if step is None:
        return None
    with accounts.writing() as connection:
        connection.execute(update(people).where(people.c.key == person).values(totp_secret=secret, totp_step=step))
        return _renew_codes(connection, person)


def use_code(accounts: Accounts, person: str, code: str) -> bool:
    """Whether a code, or a recovery code, is right; it is used up then. Two at once cannot both use the same."""
    with accounts.writing() as connection:
        row = connection.execute(select(people.c.totp_secret, people.c.totp_step).where(people.c.key == person)).first()
        if row is None or row.totp_secret is None:
            return False
        step = matching_step(row.totp_secret, code, accounts.now(), after=row.totp_step)
        if step is not None:
            connection.execute(update(people).where(people.c.key == person).values(totp_step=step))
            return True
        used = delete(recovery_codes).where(
            recovery_codes.c.person == person, recovery_codes.c.digest == recovery_digest(code)
        )
        return connection.execute(used).rowcount == 1


def renew_recovery_codes(accounts: Accounts, person: str) -> list[str]:
    """Make fresh recovery codes; those before are void."""
    with accounts.writing() as connection:
        return _renew_codes(connection, person)


def count_recovery_codes(accounts: Accounts, person: str) -> int:
    """Count the recovery codes that are left."""
    codes = recovery_codes.c
    with accounts.reading() as connection:
        return connection.execute(select(func.count()).where(codes.person == person)).scalar_one()


def drop_second_factor(connection: Connection, person: str) -> None:
    """Forget a person's secret and recovery codes."""
    connection.execute(update(people).where(people.c.key == person).values(totp_secret=None))
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))


def _renew_codes(connection: Connection, person: str) -> list[str]:
    connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
    codes = [new_recovery_code() for _ in range(CODES)]
    rows = [{"digest": recovery_digest(code), "person": person} for code in codes]
    connection.execute(recovery_codes.insert(), rows)
    return codes
