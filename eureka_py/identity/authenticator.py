"""Who asks: by password, token or certificate."""

from __future__ import annotations

import logging
from collections.abc import Callable

from eureka_py.admission import Principal, Refusal, RefusalReason, RequestHead
from eureka_py.clock import Clock
from eureka_py.config import AccessConfig
from eureka_py.identity.authorization import UserPassword, claim_in
from eureka_py.identity.checks import BusyError, Checks
from eureka_py.identity.credentials import Credentials, Entry
from eureka_py.identity.credentials_file import CredentialsFile
from eureka_py.identity.failures import Failures
from eureka_py.identity.hashing import is_secret_of, nobodys_hash
from eureka_py.identity.remembered import Remembered
from eureka_py.identity.tokens import Token

logger = logging.getLogger(__name__)

CHALLENGE = ("WWW-Authenticate", 'Basic realm="eureka-py", charset="UTF-8"')
_NO_CREDENTIALS = Refusal(
    401, RefusalReason.NO_CREDENTIALS, "This node asks for a user and password, or a token", (CHALLENGE,)
)
_WRONG_CREDENTIALS = Refusal(
    401, RefusalReason.WRONG_CREDENTIALS, "The user and password, or the token, are not right", (CHALLENGE,)
)
_BUSY = Refusal(
    503, RefusalReason.CREDENTIALS_BUSY, "Too many passwords are being checked at present", (("Retry-After", "1"),)
)


class CredentialsAuthenticator:
    """Shows who asks, from a file of credentials. Safe for threads; implements `Authenticator`."""

    def __init__(
        self,
        file: CredentialsFile,
        access: AccessConfig,
        *,
        threads: int,
        clock: Clock,
        check: Callable[[str, str], bool] = is_secret_of,
    ) -> None:
        self._check = check
        self._file = file
        self._remembered = Remembered(access.remember_s, clock=clock)
        self._failures = Failures(access.failures_per_minute, clock=clock)
        # Credentials are part of the key: a result under the former ones is no answer under the new ones.
        self._checks: Checks[tuple[bytes, Credentials], Principal | None] = Checks.for_threads(threads)
        self._nobodys_hash = nobodys_hash()

    def authenticate(self, head: RequestHead, address: str) -> Principal | Refusal:
        """Return who asks, or the refusal of who cannot show it. A header counts before a certificate."""
        credentials = self._file.current()
        authorization = head.header("Authorization")
        if authorization is None:
            return credentials.named_by(head.certificate_names()) or _NO_CREDENTIALS
        digest = self._remembered.digest_of(authorization)
        known = self._remembered.principal(digest, credentials)
        return known or self._checked(authorization, digest, credentials, address)

    def _checked(
        self, authorization: str, digest: bytes, credentials: Credentials, address: str
    ) -> Principal | Refusal:
        wait_s = self._failures.wait_s(address)
        if wait_s:
            return _rate_refusal(wait_s)
        claim = claim_in(authorization)
        if claim is None:
            return self._refused(address, "unreadable")
        entry = _entry_of(claim, credentials)
        try:
            principal = self._checks.result((digest, credentials), lambda: self._shown_by(claim, entry))
        except BusyError:
            return _BUSY
        if principal is None:
            # The name of nobody is not logged: it may be a password in the wrong place.
            return self._refused(address, entry.principal.name if entry else "unknown")
        self._remembered.remember(digest, credentials, principal)
        return principal

    def _shown_by(self, claim: UserPassword | Token, entry: Entry | None) -> Principal | None:
        """Check the secret. It takes as long for somebody unknown, or names could be told apart by time."""
        secret_hash = (entry and entry.secret_hash) or self._nobodys_hash
        secret = claim.password if isinstance(claim, UserPassword) else claim.secret
        is_right = self._check(secret, secret_hash)
        return entry.principal if entry and entry.secret_hash and is_right else None

    def _refused(self, address: str, name: str) -> Refusal:
        makes_wait = self._failures.add(address)
        logger.warning("credentials refused name=%r address=%s", name, address)
        if makes_wait:
            logger.warning("too many wrong credentials, no more are checked for a minute address=%s", address)
        return _WRONG_CREDENTIALS


def _entry_of(claim: UserPassword | Token, credentials: Credentials) -> Entry | None:
    if isinstance(claim, UserPassword):
        return credentials.users.get(claim.name)
    return credentials.tokens.get(claim.id)


def _rate_refusal(wait_s: int) -> Refusal:
    sentence = "Too many wrong passwords and tokens from this address"
    return Refusal(429, RefusalReason.CREDENTIALS_RATE, sentence, (("Retry-After", str(wait_s)),))
