from __future__ import annotations

import pytest

from eureka_py.model import Application, InstanceInfo, InstanceStatus
from eureka_py.ops import listing
from eureka_py.ops.listing import link_of, listing_of
from eureka_py.testing import an_instance

UP, DOWN = InstanceStatus.UP, InstanceStatus.DOWN


def an_application(name: str, *instances: InstanceInfo) -> Application:
    return Application(name, instances)


def test_applications_are_sorted_by_name_and_instances_by_id() -> None:
    second = an_application("ORDERS", an_instance(instance_id="b"), an_instance(instance_id="a"))
    listed = listing_of([second, an_application("BILLING", an_instance("BILLING"))])
    assert [row.name for row in listed.applications] == ["BILLING", "ORDERS"]
    assert [one.id for one in listed.applications[1].groups[0].instances] == ["a", "b"]


def test_what_is_not_up_comes_first() -> None:
    statuses = list(InstanceStatus)
    instances = [an_instance(instance_id=f"i-{n}", status=status) for n, status in enumerate(statuses)]
    (row,) = listing_of([an_application("ORDERS", *instances)]).applications
    assert [group.status for group in row.groups] == ["DOWN", "OUT_OF_SERVICE", "UNKNOWN", "STARTING", "UP"]


def test_totals_count_every_application_and_status() -> None:
    listed = listing_of(
        [
            an_application("A", an_instance("A", "1"), an_instance("A", "2", status=DOWN)),
            an_application("B", an_instance("B", "3")),
        ]
    )
    assert (listed.application_count, listed.instance_count, listed.is_cut) == (2, 3, False)
    assert listed.count_by_status == {"DOWN": 1, "UP": 2}


def test_an_empty_registry_gives_an_empty_table() -> None:
    listed = listing_of([])
    assert (listed.applications, listed.instance_count, listed.is_cut) == ((), 0, False)


def test_beyond_the_limit_instances_are_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_LISTED_INSTANCES", 3)
    listed = listing_of(
        [an_application(name, an_instance(name, "1"), an_instance(name, "2")) for name in ("A", "B", "C")]
    )
    assert [len(row.groups[0].instances) for row in listed.applications] == [2, 1, 0]
    assert [row.groups[0].size for row in listed.applications] == [2, 2, 2]
    assert (listed.instance_count, listed.is_cut) == (6, True)


def test_beyond_the_limit_applications_are_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_LISTED_APPLICATIONS", 1)
    listed = listing_of([an_application(name, an_instance(name)) for name in ("A", "B")])
    assert [row.name for row in listed.applications] == ["A"]
    assert (listed.application_count, listed.instance_count, listed.is_cut) == (2, 2, True)


@pytest.mark.parametrize("address", ["http://host:8080/info", "https://host/", "HTTPS://host", "http://[::1]/x?y=z#f"])
def test_a_status_page_on_the_web_is_linked(address: str) -> None:
    assert link_of(an_instance(status_page_url=address)) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "/info",
        "javascript:alert(1)",
        "JavaScript://x/%0aalert(1)",
        "java\nscript:alert(1)",
        " http://host/",
        "http:host",
        "http://",
        "http:///etc",
        "data:text/html,x",
        "ftp://host/",
        "http://host/\x00",
        "http://host/\ud800",
        "http://host/" + "x" * 3000,
    ],
)
def test_no_other_address_is_linked(address: str | None) -> None:
    assert link_of(an_instance(status_page_url=address)) is None
