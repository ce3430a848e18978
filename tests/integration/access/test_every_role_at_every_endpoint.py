from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from eureka_py.app import build_node
from eureka_py.config import Config
from tests.integration.access.guarded_node import CLAIM, GuardedNode, routes_of
from tests.integration.access.role_table import CALLERS, REFUSED, ROWS, Caller, Row
from tests.integration.eureka.eureka_node import a_registration

JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Call(NamedTuple):
    """A request that succeeds if it is let through, and what the peers hear of it then."""

    path: str
    body: str | None = None
    tells: tuple[str, ...] = ()
    status: int = 200


A_CANCEL = json.dumps({"replicationList": [{"appName": "ORDERS", "id": "i-1", "action": "Cancel"}]})
I_1 = "/eureka/apps/ORDERS/i-1"
WRITES = {
    ("POST", "/eureka/apps/{app_name}"): Call("/eureka/apps/ORDERS", a_registration(), ("register",), 204),
    ("PUT", "/eureka/apps/{app_name}/{instance_id}"): Call(I_1, None, ("renew",)),
    ("DELETE", "/eureka/apps/{app_name}/{instance_id}"): Call(I_1, None, ("cancel",)),
    ("PUT", "/eureka/apps/{app_name}/{instance_id}/status"): Call(f"{I_1}/status?value=DOWN", None, ("update_status",)),
    ("DELETE", "/eureka/apps/{app_name}/{instance_id}/status"): Call(
        f"{I_1}/status?value=UP", None, ("delete_status_override",)
    ),
    # What sets metadata tells the peers even of what a peer said, as Netflix's does.
    ("PUT", "/eureka/apps/{app_name}/{instance_id}/metadata"): Call(f"{I_1}/metadata?zone=b", None, ("register",)),
    ("POST", "/eureka/peerreplication/batch"): Call("/eureka/peerreplication/batch", A_CANCEL),
    ("PUT", "/eureka/asg/{asg_name}/status"): Call("/eureka/asg/group/status?value=DISABLED", status=400),
}
NAMES = {"app_name": "ORDERS", "instance_id": "i-1", "address": "orders"}


def call_of(row: Row) -> Call:
    if row.method != "GET":
        return WRITES[row.method, row.path]
    return Call(row.path.format(**NAMES))


def asked(node: GuardedNode, row: Row, caller: Caller, *, is_claiming: bool, method: str | None = None) -> Any:
    call = call_of(row)
    headers = {**JSON, **(CLAIM if is_claiming else {}), **({"Test-Roles": caller.roles} if caller.roles else {})}
    return node.ask(method or row.method, call.path, address=caller.address, headers=headers, body=call.body)


def test_every_endpoint_of_every_face_is_in_the_table() -> None:
    routes = routes_of(build_node(Config()))
    assert len(routes) > 20
    assert {(row.method, row.path) for row in ROWS} == routes
    assert len({(row.method, row.path) for row in ROWS}) == len(ROWS)


def test_every_endpoint_has_an_entry_for_every_caller() -> None:
    assert {len(row.cells) for row in ROWS} == {len(CALLERS)}
    assert {cell for row in ROWS for pair in row.cells for cell in pair} == {*REFUSED, "ok", "rep"}


@pytest.mark.parametrize("is_claiming", [False, True], ids=["plain", "claiming-replication"])
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_caller_is_answered_as_the_table_says(row: Row, caller: Caller, is_claiming: bool) -> None:
    node = GuardedNode(is_secured=caller.is_secured)
    cell = row.cells[CALLERS.index(caller)][is_claiming]
    before = node.version
    answer = asked(node, row, caller, is_claiming=is_claiming)
    if cell in REFUSED:
        assert answer.status_code == int(cell)
        assert answer.headers["x-eureka-refusal"]
        assert ("www-authenticate" in answer.headers) == (cell == "401")
        assert (node.version, node.replicator.told) == (before, [])
    else:
        assert answer.status_code == call_of(row).status
        assert tuple(node.replicator.verbs) == (call_of(row).tells if cell == "ok" else ())


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
def test_head_asks_for_what_get_asks_for(row: Row, caller: Caller) -> None:
    node = GuardedNode(is_secured=caller.is_secured)
    got, headed = (asked(node, row, caller, is_claiming=False, method=method) for method in ("GET", "HEAD"))
    assert (headed.status_code, headed.content) == (got.status_code, b"")


@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
def test_whoever_is_known_may_ask_which_methods_there_are(row: Row, caller: Caller) -> None:
    node = GuardedNode(is_secured=caller.is_secured)
    answer = asked(node, row, caller, is_claiming=False, method="OPTIONS")
    is_unknown = row.cells[CALLERS.index(caller)][0] == "401"
    assert answer.status_code == (401 if is_unknown else 200)
    assert ("allow" in answer.headers) != is_unknown


@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
def test_what_is_not_there_is_not_told_to_strangers(caller: Caller) -> None:
    is_stranger = caller.is_secured and caller.roles is None
    headers = {"Test-Roles": caller.roles} if caller.roles else {}
    answer = GuardedNode(is_secured=caller.is_secured).ask("GET", "/secret", address=caller.address, headers=headers)
    assert answer.status_code == (401 if is_stranger else 404)
