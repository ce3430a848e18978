from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.admission.addresses import MOST_HOPS, Networks, Origin, Origins, parsed
from tests.unit.admission.heads import Head

PROXIES = ("10.0.0.0/8", "127.0.0.1")


def origin(remote_address: str, forwarded: str | None = None, *, proxies: tuple[str, ...] = PROXIES) -> Origin:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return Origins(proxies).of(Head(remote_address=remote_address, headers=headers))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_loopback_and_a_unix_socket_are_this_machine(address: str) -> None:
    assert origin(address).is_local


@pytest.mark.parametrize("address", ["192.0.2.7", "fe80::1%eth0", "10.0.0.1", "not an address"])
def test_anything_else_is_not_this_machine(address: str) -> None:
    assert not origin(address).is_local


def test_a_trusted_proxy_names_the_client() -> None:
    assert origin("10.0.0.1", "192.0.2.7").text == "192.0.2.7"


def test_the_chain_is_followed_back_to_the_first_that_is_not_trusted() -> None:
    assert origin("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.9").text == "192.0.2.7"


def test_a_chain_of_trusted_proxies_only_ends_at_its_beginning() -> None:
    assert origin("10.0.0.1", "10.0.0.3, 10.0.0.2").text == "10.0.0.3"


def test_another_sender_is_not_believed() -> None:
    assert origin("192.0.2.7", "10.0.0.1").text == "192.0.2.7"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_what_an_unnamed_proxy_on_this_machine_passes_on_is_not_from_this_machine(header: str) -> None:
    found = Origins(()).of(Head(remote_address="127.0.0.1", headers={header: "for=127.0.0.1"}))
    assert (found.text, found.is_local) == ("127.0.0.1", False)


def test_nobody_is_local_by_saying_so_through_a_proxy() -> None:
    assert not origin("10.0.0.1", "127.0.0.1").is_local


@pytest.mark.parametrize(
    ("text", "address"),
    [("192.0.2.7:4711", "192.0.2.7"), ("[2001:db8::1]:80", "2001:db8::1"), ("::ffff:192.0.2.7", "192.0.2.7")],
)
def test_ports_and_clothes_are_taken_off(text: str, address: str) -> None:
    assert str(parsed(text)) == address


def test_only_the_nearest_hops_are_looked_at() -> None:
    assert origin("10.0.0.1", ",".join(["192.0.2.7", *["10.0.0.2"] * MOST_HOPS])).text == "10.0.0.2"


@given(st.text(max_size=80), st.text(max_size=20))
def test_whatever_is_sent_has_an_origin_that_is_bounded(forwarded: str, remote: str) -> None:
    assert len(origin(remote, forwarded).text) <= max(64, len(remote))
    assert len(origin("10.0.0.1", forwarded).text) <= 64


def test_networks_hold_addresses_and_whole_networks() -> None:
    networks = Networks(["10.1.2.3/16", "192.0.2.7"])
    assert parsed("10.1.255.1") in networks
    assert parsed("192.0.2.7") in networks
    assert parsed("192.0.2.8") not in networks
    assert None not in networks
