"""Where an instance runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

AMAZON = "Amazon"
MY_OWN = "MyOwn"
NETFLIX = "Netflix"
DATA_CENTER_NAMES = (AMAZON, MY_OWN, NETFLIX)

INSTANCE_ID = "instance-id"
"""The key of the Amazon metadata that can serve as the instance's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCenterInfo:
    """A data center's name and, for Amazon alone, what the machine knows of itself.

    `name` is "" when the sender left it out. Source: Netflix DataCenterInfo, AmazonInfo, MyDataCenterInfo.
    """

    name: str = MY_OWN
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_amazon(self) -> bool:
        """Tell whether this is Amazon's, the one kind with metadata and an id of its own."""
        return self.name == AMAZON

    @property
    def unique_id(self) -> str | None:
        """Return the id that the data center gives to the instance. Source: Netflix UniqueIdentifier.getId."""
        return self.metadata.get(INSTANCE_ID) if self.is_amazon else None
