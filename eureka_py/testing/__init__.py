"""Fakes and builders for tests, ours and those of programs that embed the registry."""

from eureka_py.testing.builders import an_instance
from eureka_py.testing.clock import FakeClock

__all__ = ["FakeClock", "an_instance"]
