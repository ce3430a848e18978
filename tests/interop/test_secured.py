"""Real clients, at a server that asks who they are: user and password stand in the address, as Spring's users do it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from eureka_py.identity.hashing import hashed
from eureka_py.identity.writing import add_entry
from tests.integration.identity.secured import Caller, basic
from tests.integration.serving.process import Server
from tests.interop import left_out
from tests.interop.deadline import eventually
from tests.interop.launcher import PYTHON, Launcher
from tests.interop.steered_client import Identity, SteeredClient

pytestmark = pytest.mark.interop

USER = "app"
PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh server with one user."""
    file = str(tmp_path_factory.mktemp("secured") / "credentials.toml")
    add_entry(file, "users", USER, {"roles": ["read", "register"], "secret": hashed(PASSWORD)})
    settings = (f"access.credentials_file={file}", "access.failures_per_minute=0")
    flags = [part for setting in settings for part in ("--set", setting)]
    process = Server(sys.executable, "-m", "eureka_py", "serve", "--port", "0", *flags)
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.kill()


@pytest.fixture
def server(secured: Server) -> str:
    """Base URL, for the relays."""
    return f"{secured.address}/eureka"


@pytest.fixture(params=["netflix", "spring", PYTHON])
def client_kind(request: pytest.FixtureRequest) -> str:
    """Each of the clients in turn."""
    reason = left_out.py_eureka_client() if request.param == PYTHON else left_out.java_clients()
    if reason:
        pytest.skip(reason)
    return str(request.param)


def started(clients: Launcher, kind: str, password: str) -> SteeredClient:
    """Start a client that is given an address with a user and password in it."""
    client = SteeredClient(Identity.fresh(kind), *clients.process(kind))
    parts = urlsplit(client.wire.url)
    me = client.identity
    client.process.tell(
        "start",
        server=parts._replace(netloc=f"{USER}:{quote(password)}@{parts.netloc}").geturl(),
        app=me.app,
        instance_id=me.instance_id,
        host=me.host,
        ip=me.ip,
        port=me.port,
        metadata={},
        renewal_interval=1,
        duration=10,
    )
    return client


def test_a_client_with_the_password_registers_renews_fetches_and_cancels(
    client_kind: str, clients: Launcher, secured: Server
) -> None:
    client = started(clients, client_kind, PASSWORD)
    client.process.answer()
    me = client.identity

    eventually("two heartbeats are good", lambda: [e.status for e in client.heartbeats()].count(200) >= 2)
    eventually("it sees itself", lambda: client.registry().status_of(me.instance_id), lambda status: status == "UP")
    assert client.shut_down() == 0
    eventually("it is gone", lambda: _status_at(secured, me) == 404)
    assert [e.status for e in client.cancellations()] == [200]


def test_a_client_with_a_wrong_password_is_refused_and_the_log_says_so(
    client_kind: str, clients: Launcher, secured: Server
) -> None:
    client = started(clients, client_kind, "wrong-horse-battery")
    eventually("it is refused", lambda: any(line.endswith("-> 401") for line in client.wire.summary()))
    assert {line.rpartition(" ")[2] for line in client.wire.summary()} <= {"401", "503"}
    secured.wait_for_line(f"credentials refused name='{USER}' address=127.0.0.1")
    assert _status_at(secured, client.identity) == 404
    assert not any("horse" in line for line in secured.lines)


def _status_at(secured: Server, who: Identity) -> int:
    path = f"/eureka/apps/{who.app_name}/{who.instance_id}"
    return Caller(secured.address).status("GET", path, basic(USER, PASSWORD))
