"""The registry does what the naive one does, whatever is done to it in whatever order."""

from __future__ import annotations

from hypothesis import settings

from tests.property.registry_machine import RegistryMachine

TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
