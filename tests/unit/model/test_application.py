from __future__ import annotations

import dataclasses

import pytest

from eureka_py.model import Application, Applications, InstanceStatus, apps_hashcode
from eureka_py.model.application import FULL_FETCH_VERSION, VIP_VERSION
from eureka_py.testing import an_instance


@pytest.mark.parametrize(
    ("count_by_status", "hashcode"),
    [
        ({}, ""),
        ({InstanceStatus.UP: 1}, "UP_1_"),
        ({InstanceStatus.UP: 2, InstanceStatus.DOWN: 1}, "DOWN_1_UP_2_"),
        ({InstanceStatus.UP: 0, InstanceStatus.DOWN: 3}, "DOWN_3_"),
        (dict.fromkeys(InstanceStatus, 12), "DOWN_12_OUT_OF_SERVICE_12_STARTING_12_UNKNOWN_12_UP_12_"),
    ],
)
def test_the_hashcode_lists_the_statuses_that_occur_in_alphabetical_order(
    count_by_status: dict[InstanceStatus, int], hashcode: str
) -> None:
    assert apps_hashcode(count_by_status) == hashcode


def test_the_order_of_the_counts_does_not_matter() -> None:
    counts = {status: number for number, status in enumerate(InstanceStatus, 1)}
    assert apps_hashcode(counts) == apps_hashcode(dict(reversed(counts.items())))


def test_a_full_answer_has_version_1_unless_told_otherwise() -> None:
    assert Applications((), "").version == FULL_FETCH_VERSION == 1
    assert VIP_VERSION == -1


def test_an_application_cannot_be_changed() -> None:
    application = Application("ORDERS", (an_instance(),))
    with pytest.raises(dataclasses.FrozenInstanceError):
        application.name = "BILLING"  # type: ignore[misc]
