"""Every error that Countersight raises on purpose, in one tree.

The branches say who is at fault, and so what to do:

    CountersightError
    ├── TransientError          the world was not ready: try again later
    │   ├── SourceUnavailable
    │   ├── HostResting
    │   ├── StoreBusy
    │   ├── AlreadyWatching
    │   ├── StoreUnavailable
    │   ├── CatalogBeingMade
    │   ├── EndpointUnavailable
    │   ├── ProviderUnavailable
    │   ├── TooManyAttempts
    │   └── BudgetExhausted
    ├── InputError              this item is at fault: record it, go on with the next
    │   ├── UnreadableSource
    │   ├── ForbiddenAddress
    │   ├── ForbiddenByRobots
    │   ├── UnreadableFeed
    │   ├── DocumentTooLarge
    │   ├── EmptyDocument
    │   ├── UnsupportedFormat
    │   ├── MisnamedFile
    │   ├── UnreadableDocument
    │   ├── RecognizerMissing
    │   ├── ReaderExhausted
    │   ├── ReaderCrashed
    │   ├── UngroundedQuote
    │   ├── UngroundedSlot
    │   ├── UnusableAnswer
    │   ├── UnsoundTimestamp
    │   └── UnreadableRow
    ├── UsageError              the person asked for something that cannot be: say so, exit
    │   ├── BadSetting
    │   ├── BadSource
    │   ├── NoProject
    │   ├── NotFound
    │   ├── AmbiguousId
    │   ├── Unreleasable
    │   ├── UnknownForm
    │   ├── BadDecision
    │   ├── DecisionConflict
    │   ├── UnsoundClaim
    │   ├── BadJudgement
    │   ├── ConflictingJudgement
    │   ├── BadMoment
    │   ├── BadRestriction
    │   ├── BadMapping
    │   ├── BadNotice
    │   ├── BadCustody
    │   ├── BadPerson
    │   ├── LastAdmin
    │   ├── WeakPassword
    │   ├── BadToken
    │   ├── BadPreference
    │   ├── SignInRefused
    │   ├── ExpiredLink
    │   ├── NotAllowed
    │   ├── UnsafeServer
    │   └── ModelUnavailable
    └── InvariantError          the store or the code is wrong: stop, release nothing
        ├── BrokenIdentity
        ├── BrokenProvenance
        ├── BrokenChain
        ├── MissingBlob
        ├── BrokenRegistry
        ├── BrokenIndex
        └── SchemaMismatch
"""

import math
from collections.abc import Sequence
from datetime import datetime


class CountersightError(Exception):
    """The root: anything below it was foreseen."""


class TransientError(CountersightError):
    """The world was not ready; the same call may succeed later."""


class SourceUnavailable(TransientError):
    """A publisher did not answer, answered with a server error, or broke off."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class HostResting(TransientError):
    """A host asked for patience, or failed often: nothing is asked of it before a certain time."""

    def __init__(self, address: str, reason: str, until: datetime) -> None:
        super().__init__(f"{address}: {reason}; not asked again before {until:%Y-%m-%d %H:%M:%S} UTC")
        self.address = address
        self.reason = reason
        self.until = until
        """In UTC."""


class StoreBusy(TransientError):
    """Another process holds the store."""


class AlreadyWatching(TransientError):
    """Another process watches the sources of this project: only one may at a time."""

    def __init__(self, folder: object, who: str) -> None:
        super().__init__(f"another process watches the sources of {folder} already{f' ({who})' if who else ''}")
        self.folder = folder
        self.who = who


class StoreUnavailable(TransientError):
    """The store's database cannot be reached or written: no server, no rights, no room on the disk."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class CatalogBeingMade(TransientError):
    """The catalog of a moment is still being made; it goes on whether or not anybody waits."""

    def __init__(self, what: str, done: int) -> None:
        super().__init__(f"what was known then is being put together: {done:,} {what} so far" if what else "just begun")
        self.what = what
        self.done = done


class EndpointUnavailable(TransientError):
    """A model's server did not answer, answered with a server error, or broke off."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class ProviderUnavailable(TransientError):
    """The provider at which people sign in did not answer, answered with a server error, or broke off."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class TooManyAttempts(TransientError):
    """Somebody asks or tries faster than they may."""

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = max(1, math.ceil(retry_after_s))
        super().__init__(f"too many attempts: try again in {self.retry_after_s} s")


class BudgetExhausted(TransientError):
    """A run has spent what it may spend on a model; another run may go on."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"the run has spent its {limit}")
        self.limit = limit


class InputError(CountersightError):
    """One item is at fault: it becomes a recorded failure and the run goes on."""


class UnreadableSource(InputError):
    """A path or address gave no bytes: it vanished, may not be read, is no regular file, or was refused by its host."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class ForbiddenAddress(InputError):
    """A URL leads to a place that Countersight does not visit: a private network, another scheme."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class ForbiddenByRobots(InputError):
    """A host's robots.txt asks not to fetch this address."""

    def __init__(self, address: str, robots: str) -> None:
        super().__init__(f"{address}: {robots} asks not to")
        self.address = address
        self.robots = robots
        """Address of the robots.txt."""


class UnreadableFeed(InputError):
    """A feed, a sitemap or a search's answer is not what it should be, or is larger than its protocol allows."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class DocumentTooLarge(InputError):
    """A document has more bytes than the project accepts."""

    def __init__(self, address: str, size: int, limit: int) -> None:
        super().__init__(f"{address}: {size:,} bytes is over the limit of {limit:,}")
        self.address = address
        self.size = size
        self.limit = limit


class EmptyDocument(InputError):
    """A document has no bytes, or no words."""


class UnsupportedFormat(InputError):
    """No reader knows this kind of document."""

    def __init__(self, media_type: str) -> None:
        super().__init__(f"no reader for {media_type}")
        self.media_type = media_type


class MisnamedFile(InputError):
    """A file that was sent has an ending that is not taken, or is not what its ending says."""

    def __init__(self, name: str, ending: str, found: str | None) -> None:
        if found is None:
            super().__init__(f"files that end in {ending!r} are not taken" if ending else "the name has no ending")
        else:
            super().__init__(f"the name ends in {ending!r}, but the bytes are {found}")
        self.name = name
        self.ending = ending
        self.found = found


class UnreadableDocument(InputError):
    """A reader knows the format but not what to make of these bytes."""


class RecognizerMissing(InputError):
    """A document is an image, and what would recognize its words, or one of its languages, is not installed."""


class ReaderExhausted(InputError):
    """A reader used up its time or memory on one document, or died of it."""


class ReaderCrashed(InputError):
    """A reader failed on one document in a way that nobody foresaw: a bug, told with the place where it happened."""


class UngroundedQuote(InputError):
    """A quote is empty, or does not stand exactly so in its document text."""

    def __init__(self, quote: str, reason: str) -> None:
        super().__init__(f"{reason}: {quote[:80]!r}")
        self.quote = quote
        self.reason = reason


class UngroundedSlot(InputError):
    """A slot of a claim names something without words in the evidence and without a rule that infers it."""

    def __init__(self, slot: str, reason: str) -> None:
        super().__init__(f"{slot}: {reason}")
        self.slot = slot
        self.reason = reason


class UnusableAnswer(InputError):
    """A model's server refused a passage, or what it answered is not what was asked for."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"a model's answer cannot be used: {reason}")
        self.reason = reason


class UnsoundTimestamp(InputError):
    """An answer or file of an authority or calendar does not attest what was asked for, or not soundly."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class UnreadableRow(InputError):
    """A row of a reference list cannot be read, or lacks what every row must have."""


class UsageError(CountersightError):
    """The person asked for something that cannot be."""


class BadSetting(UsageError):
    """A setting has a value that it cannot have."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        super().__init__(f"{name}={value!r}: {reason}")
        self.name = name
        self.value = value
        self.reason = reason


class BadSource(UsageError):
    """A source.yml says something that is not understood, or cannot be."""

    def __init__(self, path: object, line: int | None, reason: str) -> None:
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}")
        self.path = path
        self.line = line
        """Counted from one; none where the whole file is at fault."""
        self.reason = reason


class NoProject(UsageError):
    """There is no Countersight project where one was looked for."""


class NotFound(UsageError):
    """Nothing in the store has this id."""


class AmbiguousId(UsageError):
    """A shortened id fits more than one record."""


class Unreleasable(UsageError):
    """What is in the store may not be published so: a failure nobody foresaw, or a version that is already out."""


class UnknownForm(UsageError):
    """A file has none of the forms in which reference lists can be imported."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BadDecision(UsageError):
    """A decision lacks the name of who decides, or the reason that it needs."""


class DecisionConflict(UsageError):
    """Somebody decided on the same subject in between: whoever decides has to look again."""

    def __init__(self, subject_id: str, expected: str, found: str) -> None:
        super().__init__(
            f"{subject_id} was decided on in between: its last decision is {found or 'none'}, not {expected or 'none'}"
        )
        self.subject_id = subject_id
        self.expected = expected
        """Id of the last decision that was seen; empty for none."""
        self.found = found
        """Id of the last decision that there is."""


class UnsoundClaim(UsageError):
    """A claim that a person made cannot stand: a slot has no words, or says what cannot be."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{slot}: {reason}" for slot, reason in problems))
        self.problems = tuple(problems)
        """Each slot at fault, in words, with why."""


class BadJudgement(UsageError):
    """A judgement lacks a name or a reason, has no two nodes, or has to be confirmed first."""


class ConflictingJudgement(UsageError):
    """A judgement contradicts what was judged before, and was not stored."""

    def __init__(self, judgement: str, chain: str) -> None:
        super().__init__(f"{judgement} contradicts what was judged before: {chain}")
        self.judgement = judgement
        self.chain = chain


class BadMoment(UsageError):
    """A question is asked as of a moment that it cannot be asked as of."""


class BadRestriction(UsageError):
    """A restriction lacks the name of who decides, a reason, or anybody who may still see; or there is none to lift."""


class BadNotice(UsageError):
    """A withdrawal, restoration, correction or reply lacks its words or a name, or there is nothing for it to do."""


class BadCustody(UsageError):
    """An act cannot be put on the log of custody: nobody is named who did it, or no exact time."""


class BadMapping(UsageError):
    """A mapping of somebody's table says what is not understood."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class BadPerson(UsageError):
    """An account cannot be as asked: no name or one that is taken, or not in the state that this takes."""


class LastAdmin(UsageError):
    """Without this person nobody could manage the accounts."""


class WeakPassword(UsageError):
    """A password is too short or easily guessed."""


class BadToken(UsageError):
    """An API token cannot be as asked."""


class BadPreference(UsageError):
    """A saved search, key binding or setting of the interface cannot be as asked."""


class SignInRefused(UsageError):
    """Whoever signs in did not show what it takes; the words do not tell which part was wrong."""


class ExpiredLink(UsageError):
    """A one-time link was used, has expired, or never was."""


class NotAllowed(UsageError):
    """A person is not trusted with what they asked for."""


class UnsafeServer(UsageError):
    """The server may not be started so: anybody could come in."""


class ModelUnavailable(UsageError):
    """What an extractor needs is not installed, or is not what was published."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what} cannot be used: {reason}")
        self.what = what
        self.reason = reason


class InvariantError(CountersightError):
    """The store or the code is wrong: stop, and release nothing."""


class BrokenIdentity(InvariantError):
    """A record's id is not the hash of its content."""


class BrokenProvenance(InvariantError):
    """A record leads back to something that is not there, or not what it says."""


class BrokenChain(InvariantError):
    """An append-only record was changed, removed or put in between."""


class MissingBlob(InvariantError):
    """The archive lacks bytes that the store names, or has others under their hash."""


class BrokenRegistry(InvariantError):
    """A file of the registry of organizations is damaged, not there, or of another version: build it again."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}; build the registry again")
        self.path = path
        self.reason = reason


class BrokenIndex(InvariantError):
    """A file of the index of copies has changed on the disk: remove its folder, and the next run makes it anew."""

    def __init__(self, path: object, reason: str, index: object) -> None:
        super().__init__(
            f"{path}: {reason}; check the disk, remove the folder {index} and run again: it is made anew from the texts"
        )
        self.path = path
        self.reason = reason
        self.index = index


class SchemaMismatch(InvariantError):
    """The store was written by another version of Countersight and cannot be migrated."""
