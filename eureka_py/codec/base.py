"""What every codec can do, and what happens to an instance that none can write."""

from __future__ import annotations

import functools
import logging
from typing import Protocol

from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.errors import EurekaError
from eureka_py.model import Application, Applications, InstanceInfo

logger = logging.getLogger(__name__)

AMAZON_CLASS = "com.netflix.appinfo.AmazonInfo"
OTHER_CLASS = "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"
EMPTY_MAP_CLASS = "java.util.Collections$EmptyMap"
UNSHOWN_SIDS = frozenset(("na", "unknown"))
"""`sid` is deprecated; these values stand for "none". Source: Netflix Converters.InstanceInfoConverter."""

COMPACT_AMAZON_KEYS = frozenset(("instance-id", "public-ipv4", "public-hostname", "local-ipv4", "availability-zone"))
"""What the compact form keeps of Amazon's metadata. Source: Netflix AbstractEurekaJacksonCodec."""


class EncodeError(EurekaError):
    """An instance holds what the wire cannot carry, such as a lone surrogate. Cannot come from a decoder."""

    def __init__(self, app_name: str, instance_id: str, reason: str) -> None:
        super().__init__(reason)
        self.app_name = app_name
        self.instance_id = instance_id
        self.reason = reason


class Codec(Protocol):
    """Write the model as bytes of one format, and read a registration. Holds no state.

    A document with many applications is `applications_head`, the fragments joined by `separator`, `applications_tail`:
    who keeps fragments need not write them anew. An instance that cannot be written is left out of its application.
    """

    content_type: str
    separator: bytes
    applications_tail: bytes

    def instance(self, instance: InstanceInfo) -> bytes:
        """Return one instance as a document, always in full. Raises: EncodeError."""
        ...

    def application(self, app: Application, *, compact: bool) -> bytes:
        """Return one application as a document."""
        ...

    def applications(self, apps: Applications, *, compact: bool) -> bytes:
        """Return several applications as a document."""
        ...

    def applications_head(self, version: int, apps_hashcode: str, *, compact: bool = False) -> bytes:
        """Return what comes before the first fragment."""
        ...

    def fragment(self, app: Application, *, compact: bool) -> bytes:
        """Return one application as a part of an `applications` document, in memory of its exact size."""
        ...

    def decode_instance(
        self, body: bytes, *, now_ms: int, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS
    ) -> InstanceInfo:
        """Read a registration; `now_ms` stands in for a missing dirty timestamp. Raises: DecodeError, TooLargeError.

        `charset` is the one that the sender named beside the body, which wins over what the body says.
        """
        ...


def join_applications(codec: Codec, apps: Applications, *, compact: bool) -> bytes:
    """Build a document of several applications from the codec's parts."""
    fragments = [codec.fragment(app, compact=compact) for app in apps.applications]
    head = codec.applications_head(apps.version, apps.apps_hashcode, compact=compact)
    return head + codec.separator.join(fragments) + codec.applications_tail


def exact_size(encoded: bytes) -> bytes:
    """Return a copy that takes no more memory than its length; encoders leave results in larger blocks."""
    return bytes(memoryview(encoded))


@functools.lru_cache(maxsize=256)
def log_left_out(app_name: str, instance_id: str, reason: str) -> None:
    """Log that an instance cannot be encoded: once, not at every read of the list that it is missing from."""
    logger.error("instance left out, cannot be encoded app=%a id=%a reason=%a", app_name, instance_id, reason)
