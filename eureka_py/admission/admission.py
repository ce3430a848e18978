"""The policy of a node: it stands once, before every way in which a request can be answered."""

from __future__ import annotations

import itertools
import logging
import re
import secrets
from collections.abc import Callable, Iterable

from eureka_py.admission.address_limit import AddressLimit
from eureka_py.admission.addresses import Networks, Origin, Origins
from eureka_py.admission.admitted import (
    REPLICATION_HEADER,
    Admitted,
    Authenticator,
    Outcome,
    OutcomeListener,
    Refusal,
    RefusalReason,
    RequestHead,
)
from eureka_py.admission.fetch_limit import IDENTITY_HEADER, FetchLimit, FetchVerdict, Target, target_of
from eureka_py.admission.principal import ANYBODY, NOBODY, Principal, Role
from eureka_py.clock import NS_PER_MS, Clock
from eureka_py.config import Config

logger = logging.getLogger(__name__)

RETRY_AFTER_1_S = (("Retry-After", "1"),)
_REQUEST_ID = re.compile(r"[\w.:/+=@-]{1,128}", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,18}")


class Admission:
    """Decides which requests go on to a face, and hears how each one ended.

    `authenticator`: None on an open node. `public_paths`: what may be asked without credentials, as health.
    `is_serving`: whether the registry may be asked; it may while the node drains.
    """

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock,
        authenticator: Authenticator | None,
        public_paths: Iterable[str],
        is_serving: Callable[[], bool],
        on_candidate: Callable[[Target], object] = lambda target: None,
    ) -> None:
        self._clock = clock
        self._authenticator = authenticator
        self._public_paths = frozenset(public_paths)
        self._is_serving = is_serving
        self._on_candidate = on_candidate
        self._body_bytes = config.limits.body_bytes
        self._origins = Origins(config.access.trusted_proxies)
        self._peers = Networks(config.access.peer_addresses)
        self._request_rate = AddressLimit(
            rate=config.limits.requests_per_second, burst_size=config.limits.requests_burst
        )
        self._fetches = FetchLimit(config.rate_limiter)
        self._listeners: list[OutcomeListener] = []
        self._id_prefix = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    def subscribe(self, listener: OutcomeListener) -> None:
        """Have the outcome of every later request told to `listener`."""
        self._listeners.append(listener)

    def admit(self, head: RequestHead) -> Admitted | Refusal:
        """Say who asks, or what to answer instead. Does not raise, and changes nothing but counts."""
        origin = self._origins.of(head)
        is_peers_address = origin.address in self._peers
        refusal = self._refused_by_size(head) or self._refused_by_rate(origin, is_exempt=is_peers_address)
        if refusal is not None:
            return refusal
        if head.path.rstrip("/") in self._public_paths:
            principal: Principal | Refusal = NOBODY
        elif not self._is_serving():
            principal = Refusal(503, RefusalReason.NOT_READY, "This node does not serve at present", RETRY_AFTER_1_S)
        elif self._authenticator is None:
            principal = ANYBODY
        else:
            principal = self._authenticator.authenticate(head, origin.text)
        if isinstance(principal, Refusal):
            return principal
        is_from_peer = (
            is_peers_address or Role.PEER in principal.roles or (self._authenticator is None and origin.is_local)
        )
        if not is_from_peer:
            refusal = self._refused_by_fetch_limit(head)
            if refusal is not None:
                return refusal
        return Admitted(
            principal,
            origin.text,
            is_from_peer,
            # Exactly `true` counts. Source: Netflix PeerEurekaNode.HEADER_REPLICATION.
            is_from_peer and head.header(REPLICATION_HEADER) == "true",
            self.request_id_of(head),
        )

    def account(self, outcome: Outcome) -> None:
        """Tell all who count and log how a request ended."""
        for listener in self._listeners:
            listener.on_outcome(outcome)

    def address_of(self, head: RequestHead) -> str:
        """Return where a request comes from, as an admitted one has it."""
        return self._origins.of(head).text

    def request_id_of(self, head: RequestHead) -> str:
        """Return the id that the client gave its request, or a new one."""
        sent = head.header("X-Request-Id")
        if sent is not None and _REQUEST_ID.fullmatch(sent):
            return sent
        return f"{self._id_prefix}-{next(self._numbers):x}"

    def _refused_by_size(self, head: RequestHead) -> Refusal | None:
        length = head.header("Content-Length")
        if length is None or not _LENGTH.fullmatch(length) or int(length) <= self._body_bytes:
            return None
        return Refusal(413, RefusalReason.BODY_TOO_LARGE, f"Request body larger than {self._body_bytes} bytes")

    def _refused_by_rate(self, origin: Origin, *, is_exempt: bool) -> Refusal | None:
        if is_exempt or origin.is_local or self._request_rate.acquire(origin.text, self._now_ms()):
            return None
        return Refusal(429, RefusalReason.REQUEST_RATE, "Too many requests from this address", RETRY_AFTER_1_S)

    def _refused_by_fetch_limit(self, head: RequestHead) -> Refusal | None:
        verdict = self._fetches.judge(head.method, head.path, head.header(IDENTITY_HEADER), self._now_ms())
        if verdict is FetchVerdict.CANDIDATE:
            self._on_candidate(target_of(head.method, head.path))
        if verdict is not FetchVerdict.REFUSED:
            return None
        return Refusal(503, RefusalReason.FETCH_RATE, "Too many reads of the registry", RETRY_AFTER_1_S)

    def _now_ms(self) -> int:
        return self._clock.monotonic_ns() // NS_PER_MS
