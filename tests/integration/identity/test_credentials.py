"""Who may come in: a real server with a file of credentials."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

from tests.integration.identity.conftest import Secured
from tests.integration.identity.secured import PASSWORD, Caller, basic, mended
from tests.integration.serving.process import BIN, eventually


def command(*arguments: str, typed: str = "") -> str:
    done = subprocess.run([BIN / "eureka-py", *arguments], input=typed, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_users_and_tokens_made_by_the_command_come_in_and_others_do_not(tmp_path: Path, serve: Secured) -> None:
    file = str(tmp_path / "c.toml")
    command("user", "add", "orders", "--app", "ORDERS", "--file", file, "--password-stdin", typed=f"{PASSWORD}\n")
    token = command("token", "new", "ci", "--role", "read", "--file", file).strip()
    server = serve(f"access.credentials_file={file}", "access.failures_per_minute=0")
    server.wait_until_ready()
    node = Caller(server.address)

    assert node.register(basic("orders")) == 204
    assert node.renew(basic("orders")) == 200
    assert node.status("GET", "/eureka/apps", {"Authorization": f"Bearer {token}"}) == 200
    assert node.renew({"Authorization": f"Bearer {token}"}) == 403
    assert node.register(basic("orders"), app="PAYMENTS") == 403
    for headers in ({}, basic("orders", "battery staple"), basic("nobody")):
        status, answered = node.call("GET", "/eureka/apps", headers)
        assert (status, answered["WWW-Authenticate"]) == (401, 'Basic realm="eureka-py", charset="UTF-8"')
    assert node.status("GET", "/health/live") == 200
    assert server.wait_for_line("credentials refused name='orders' address=127.0.0.1")
    secrets = ("battery", PASSWORD, token, token.rpartition("_")[2])
    assert [line for line in server.lines if any(secret in line for secret in secrets)] == []

    command("user", "remove", "orders", "--file", file)
    assert eventually(lambda: node.renew(basic("orders")) == 401)
    command("user", "add", "orders", "--file", file, "--password-stdin", typed="another: horse\n")
    assert eventually(lambda: node.renew(basic("orders", "another: horse")) == 200), "the lease is still there"


def test_a_bad_file_ends_a_start_in_one_line_and_a_running_node_never(credentials: Path, serve: Secured) -> None:
    server = serve(f"access.credentials_file={credentials}")
    server.wait_until_ready()
    node = Caller(server.address)
    assert node.register(basic("orders")) == 204
    mended(credentials, b"[users.orders]\nroles = ['read']\nsecret = 'plain'")

    def is_said() -> bool:
        return node.renew(basic("orders")) == 200 and any("keeping those from before" in line for line in server.lines)

    assert eventually(is_said)

    refused = serve(f"access.credentials_file={credentials}")
    assert refused.wait() == 2
    assert refused.lines == [
        f"eureka-py: {credentials}, users.orders: the secret is not an argon2 hash;"
        " make one with: eureka-py user add orders"
    ]


def test_a_flood_of_wrong_passwords_leaves_room_for_heartbeats(credentials: Path, serve: Secured) -> None:
    server = serve(f"access.credentials_file={credentials}", "access.failures_per_minute=0")
    server.wait_until_ready()
    node = Caller(server.address)
    assert node.register(basic("orders")) == 204
    is_over = threading.Event()
    statuses: list[int] = []

    def stuff(number: int) -> None:
        attempt = 0
        while not is_over.is_set():
            attempt += 1
            statuses.append(node.status("GET", "/eureka/apps", basic("orders", f"guess {number} {attempt}")))

    attackers = [threading.Thread(target=stuff, args=(number,)) for number in range(16)]
    for attacker in attackers:
        attacker.start()
    try:
        assert eventually(lambda: 503 in statuses)
        slowest = 0.0
        for _ in range(40):
            began = time.monotonic()
            assert node.renew(basic("orders")) == 200
            slowest = max(slowest, time.monotonic() - began)
    finally:
        is_over.set()
        for attacker in attackers:
            attacker.join()
    assert set(statuses) == {401, 503}
    assert slowest < 3


def test_after_too_many_failures_an_address_waits_but_not_who_is_remembered(credentials: Path, serve: Secured) -> None:
    server = serve(f"access.credentials_file={credentials}")
    server.wait_until_ready()
    node = Caller(server.address)
    assert node.register(basic("orders")) == 204
    statuses = [node.status("GET", "/eureka/apps", basic("orders", f"guess {number}")) for number in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert node.renew(basic("orders")) == 200


def test_a_node_with_credentials_may_be_reached_from_everywhere(credentials: Path, serve: Secured) -> None:
    refused = serve(host="0.0.0.0")
    assert refused.wait() == 2
    assert "access.credentials_file" in refused.lines[0]

    server = serve(f"access.credentials_file={credentials}", host="0.0.0.0")
    server.wait_until_ready()
    server.wait_for_line("passwords and tokens cross the network in clear, as TLS is off")
