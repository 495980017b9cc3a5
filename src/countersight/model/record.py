"""Model types as JSON records and back: types are checked strictly, and construction checks the rest."""

from collections.abc import Container
from typing import Any, TypeVar

import msgspec

from countersight.errors import BrokenProvenance, CountersightError

T = TypeVar("T")

EMPTY: tuple[object, ...] = (None, (), [])
"""What an optional field is, in plain types, where nothing is told."""


def to_json(value: object) -> bytes:
    """Write one model object as compact JSON with fields in the order of the model."""
    return msgspec.json.encode(value)


def to_short_json(value: object, optional: Container[str]) -> bytes:
    """Write one model object as `to_json` does, without the `optional` fields that are empty: none, or no items."""
    record = msgspec.to_builtins(value)
    told = {name: field for name, field in record.items() if name not in optional or field not in EMPTY}
    return msgspec.json.encode(told)


def to_record(value: object) -> Any:
    """Turn a model object into plain dictionaries, lists, strings and numbers."""
    return msgspec.to_builtins(value)


def from_json(payload: bytes | str, kind: type[T]) -> T:
    """Read one model object back.

    Raises:
        BrokenProvenance: the payload is not such a record.
        BrokenIdentity: its id is not the hash of its content.
    """
    try:
        return msgspec.json.decode(payload, type=kind)
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, CountersightError):
            raise error.__cause__ from None
        raise BrokenProvenance(f"not a {kind.__name__}: {error}") from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BrokenProvenance(f"not JSON: {error}") from error
