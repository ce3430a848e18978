"""The registry does what the naive one does, whatever is done to it in whatever order."""

from __future__ import annotations

from hypothesis import settings

from tests.property.registry_machine import RegistryMachine


class FullMachine(RegistryMachine):
    """Where there is room for two instances, and for one entry in the metadata of each."""

    limits = {"most_instances": 2, "most_entries": 1}  # noqa: RUF012


TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestFullRegistry = FullMachine.TestCase
TestFullRegistry.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
