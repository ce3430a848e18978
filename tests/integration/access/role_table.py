"""Who may do what at every endpoint, written down a second time and apart from the code, so that each checks the other.

Callers, in columns; all but the last four meet a secured node:
    anonymous   no credentials
    read, register, admin, peer   credentials with this one role, for every application
    peer-addr   no credentials, from an address of access.peer_addresses
    read@peer, reg@peer   credentials with this one role, from such an address
    loopback, elsewhere, peer-open   no credentials, on an open node: from this machine, from another, from a peer's

Cells:
    401, 403   refused, and nothing is changed
    ok         done as a client's request, whatever it claims: the peers are told
    rep        done as another node's word: the peers are not told
    a>b        a without the replication header, b with it
"""

from __future__ import annotations

from typing import NamedTuple

from tests.integration.access.guarded_node import ELSEWHERE, LOOPBACK, PEERS_ADDRESS


class Caller(NamedTuple):
    """Who asks, and of which node."""

    name: str
    is_secured: bool
    roles: str | None
    address: str


CALLERS = (
    Caller("anonymous", True, None, ELSEWHERE),
    Caller("read", True, "read", ELSEWHERE),
    Caller("register", True, "register", ELSEWHERE),
    Caller("admin", True, "admin", ELSEWHERE),
    Caller("peer", True, "peer", ELSEWHERE),
    Caller("peer-addr", True, None, PEERS_ADDRESS),
    Caller("read@peer", True, "read", PEERS_ADDRESS),
    Caller("reg@peer", True, "register", PEERS_ADDRESS),
    Caller("loopback", False, None, LOOPBACK),
    Caller("elsewhere", False, None, ELSEWHERE),
    Caller("peer-open", False, None, PEERS_ADDRESS),
)

# fmt: off
_TABLE = """
                                                      anon read reg adm peer    addr read@p  reg@p   loop   else open
GET    /                                              401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /lastn                                         401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /metrics                                       401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /ops/self-preservation                         401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /ops/openapi.json                              401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /ops/static/status.css                         ok   ok   ok  ok  ok      ok   ok      ok      ok     ok   ok
GET    /health/live                                   ok   ok   ok  ok  ok      ok   ok      ok      ok     ok   ok
GET    /health/ready                                  ok   ok   ok  ok  ok      ok   ok      ok      ok     ok   ok
GET    /eureka/healthcheck                            ok   ok   ok  ok  ok      ok   ok      ok      ok     ok   ok
GET    /eureka/apps                                   401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /eureka/apps/delta                             401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /eureka/apps/{app_name}                        401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
POST   /eureka/apps/{app_name}                        401  403  ok  403 403>rep 401  403>rep ok>rep  ok>rep ok   ok>rep
GET    /eureka/apps/{app_name}/{instance_id}          401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
PUT    /eureka/apps/{app_name}/{instance_id}          401  403  ok  403 403>rep 401  403>rep ok>rep  ok>rep ok   ok>rep
DELETE /eureka/apps/{app_name}/{instance_id}          401  403  ok  ok  403>rep 401  403>rep ok>rep  ok>rep ok   ok>rep
PUT    /eureka/apps/{app_name}/{instance_id}/status   401  403  403 ok  403>rep 401  403>rep 403>rep ok>rep ok   ok>rep
DELETE /eureka/apps/{app_name}/{instance_id}/status   401  403  403 ok  403>rep 401  403>rep 403>rep ok>rep ok   ok>rep
PUT    /eureka/apps/{app_name}/{instance_id}/metadata 401  403  ok  403 403>ok  401  403>ok  ok      ok     ok   ok
GET    /eureka/instances/{instance_id}                401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /eureka/vips/{address}                         401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /eureka/svips/{address}                        401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
POST   /eureka/peerreplication/batch                  401  403  403 403 rep     401  rep     rep     rep    403  rep
PUT    /eureka/asg/{asg_name}/status                  401  403  403 ok  403>ok  401  403>ok  403>ok  ok     ok   ok
GET    /eureka/status                                 401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
GET    /eureka/serverinfo/statusoverrides             401  ok   403 ok  ok      401  ok      ok      ok     ok   ok
"""
# fmt: on

REFUSED = ("401", "403")


class Row(NamedTuple):
    """An endpoint, and a cell for each of `CALLERS`: without and with the replication header."""

    method: str
    path: str
    cells: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _row(line: str) -> Row:
    method, path, *cells = line.split()
    pairs = [cell.split(">") for cell in cells]
    return Row(method, path, tuple((pair[0], pair[-1]) for pair in pairs))


ROWS = tuple(map(_row, _TABLE.strip("\n").splitlines()[1:]))
