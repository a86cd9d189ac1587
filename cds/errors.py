"""Every error we raise on purpose.

CdsError
├── HookRequestInvalid      the EHR's request cannot be read                        → 400
├── ClientNotTrusted        the caller has no valid token                           → 401
├── UnknownService          no service of that id                                   → 404
├── BodyTooSlow             the body does not come in time                          → 408
├── RequestTooLarge         the body is over the limit                              → 413
├── UnsupportedMediaType    the body is not JSON                                    → 415
├── TooManyRequests         the caller asks more often than agreed                  → 429
├── RecordUnavailable       required data is neither in prefetch nor fetchable      → 412
├── FeedbackNotKept         feedback can be kept neither here nor in the database   → 503
├── EngineFault             the rule engine or its shadow check failed              → 500
├── ResponseInvalid         a response of ours breaks CDS Hooks                     → 500
├── TookTooLong             a hook call has no answer in time                       → 503
├── RulebookInvalid         rules/ has complaints; the service does not start       → exit 1
└── InputUnreadable         a file given to `kir` cannot be used                    → exit 2

Messages name the thing, its place and the remedy, and never hold patient data or tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class CdsError(Exception):
    """Base of every error raised on purpose."""


class HookRequestInvalid(CdsError):
    """The request body breaks CDS Hooks; `where` is the member at fault, such as `context.patientId`."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where


class ClientNotTrusted(CdsError):
    """The caller has no valid token; what is wrong with it stands in our log only."""

    def __init__(self) -> None:
        super().__init__("Not authorized; send a valid token as Authorization: Bearer")


class TooManyRequests(CdsError):
    """The caller asks more often than agreed; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; try again in {seconds} s")
        self.seconds = seconds


class UnknownService(CdsError):
    """No service of that id."""


class BodyTooSlow(CdsError):
    """The body does not come in time."""


class RequestTooLarge(CdsError):
    """The body is over the limit."""


class UnsupportedMediaType(CdsError):
    """The body is not JSON."""


class RecordUnavailable(CdsError):
    """Required data is neither in prefetch nor fetchable."""


class FeedbackNotKept(CdsError):
    """Feedback can be kept neither on this machine nor in the database; `seconds` is when to send it again."""

    def __init__(self) -> None:
        self.seconds = 30
        super().__init__(f"Feedback cannot be kept now; nothing of this report was. Send it again in {self.seconds} s")


class EngineFault(CdsError):
    """The rule engine failed or disagreed with its shadow check; never an empty list of cards."""


class ResponseInvalid(CdsError):
    """A response of ours breaks CDS Hooks; sent to nobody."""


class TookTooLong(CdsError):
    """A hook call has no answer in time: never an empty list of cards; `seconds` is how long to wait before another."""

    def __init__(self, why: str, seconds: int = 5) -> None:
        super().__init__(f"{why} and gives no advice; try again in {seconds} s")
        self.seconds = seconds


class InputUnreadable(CdsError):
    """A file given on the command line cannot be used."""


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing wrong in the content, with its place: file, line and column (1-based; 0 when unknown)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class RulebookInvalid(CdsError):
    """The content has complaints; it carries all of them."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = tuple(complaints)
