from __future__ import annotations

from collections.abc import Callable

from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.model import Application, Applications, InstanceInfo


class RecordingCodec:
    """A codec that writes names, and notes of which applications it wrote a fragment, in full or compact.

    `before_fragment` runs ahead of each: to be slow, or to fail.
    """

    separator = b","
    applications_tail = b"]"

    def __init__(self, content_type: str = "text/names", *, before_fragment: Callable[[], None] = lambda: None) -> None:
        self.content_type = content_type
        self.fragments: list[tuple[str, bool]] = []
        self._before_fragment = before_fragment

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.fragments]

    def instance(self, instance: InstanceInfo) -> bytes:
        return instance.id.encode()

    def application(self, app: Application, *, compact: bool) -> bytes:
        return self.fragment(app, compact=compact)

    def applications(self, apps: Applications, *, compact: bool) -> bytes:
        raise NotImplementedError

    def applications_head(self, version: int, apps_hashcode: str, *, compact: bool = False) -> bytes:
        return apps_hashcode.encode() + b"["

    def fragment(self, app: Application, *, compact: bool) -> bytes:
        self._before_fragment()
        self.fragments.append((app.name, compact))
        return f"{app.name}:{'+'.join(instance.id for instance in app.instances)}".encode()

    def decode_instance(
        self, body: bytes, *, now_ms: int, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS
    ) -> InstanceInfo:
        raise NotImplementedError
