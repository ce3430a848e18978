"""What admission answers, and what it is told when a request is over."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from eureka_py.admission.principal import Principal

REPLICATION_HEADER = "x-netflix-discovery-replication"


class RequestHead(Protocol):
    """A request before its body is read. Whoever receives requests gives them this shape."""

    @property
    def method(self) -> str:
        """The method, in upper case."""
        ...

    @property
    def path(self) -> str:
        """The path, without the query."""
        ...

    @property
    def remote_address(self) -> str:
        """The address of the other end of the connection; empty for a unix socket."""
        ...

    def header(self, name: str) -> str | None:
        """Return a header's value by its name in any letter case, None if it was not sent."""
        ...

    def certificate_names(self) -> tuple[str, ...]:
        """Return the DNS names and common name of the client's certificate, which was checked; none without one."""
        ...


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may go on to its face.

    `address`: the client's, behind trusted proxies; empty if nobody knows. `is_from_peer`: whether its word may count
    as another node's. `is_replication`: whether it also says so. `request_id`: the client's, or one of ours.
    """

    principal: Principal
    address: str
    is_from_peer: bool
    is_replication: bool
    request_id: str


class RefusalReason(str, enum.Enum):
    """Why a request was refused: the label of a counter, so there are few."""

    NOT_READY = "not_ready"
    BODY_TOO_LARGE = "body_too_large"
    BODY_UNREADABLE = "body_unreadable"
    LIMIT = "limit"
    REQUEST_RATE = "request_rate"
    FETCH_RATE = "fetch_rate"
    NO_CREDENTIALS = "no_credentials"
    WRONG_CREDENTIALS = "wrong_credentials"
    CREDENTIALS_RATE = "credentials_rate"
    CREDENTIALS_BUSY = "credentials_busy"
    FORBIDDEN = "forbidden"
    NOT_A_PEER = "not_a_peer"


@dataclass(frozen=True)
class Refusal:
    """An answer instead of a face's. `sentence` is for people; a wire decides whether it has room for it."""

    status: int
    reason: RefusalReason
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Outcome:
    """How a request ended. `route`: the template of its path, empty if it has none. `duration_ns`: until the answer
    was handed over. `refusal`: why it was refused, if policy or a limit did that."""

    method: str
    path: str
    route: str
    status: int
    response_bytes: int
    duration_ns: int
    address: str
    principal: str
    request_id: str
    client_name: str
    refusal: RefusalReason | None


class OutcomeListener(Protocol):
    """Somebody who counts or logs: fast, without a wait, without an error."""

    def on_outcome(self, outcome: Outcome) -> None:
        """Take note of a request that is over."""
        ...


class Authenticator(Protocol):
    """Finds out who asks."""

    def authenticate(self, head: RequestHead, address: str) -> Principal | Refusal:
        """Return who asks, or the refusal of who cannot show it. May take as long as a password takes to check."""
        ...
