"""What a lease looks like on the wire."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_RENEWAL_INTERVAL_IN_SECS = 30
DEFAULT_DURATION_IN_SECS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseInfo:
    """The terms of a lease, asked for by the client, and its times, known to the server.

    Units: seconds for the terms, epoch milliseconds for the times, 0 for "not yet". Source: Netflix LeaseInfo.
    """

    renewal_interval_in_secs: int = DEFAULT_RENEWAL_INTERVAL_IN_SECS
    duration_in_secs: int = DEFAULT_DURATION_IN_SECS
    registration_timestamp: int = 0
    last_renewal_timestamp: int = 0
    eviction_timestamp: int = 0
    service_up_timestamp: int = 0
