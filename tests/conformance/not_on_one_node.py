"""Lines of the conformance list that nothing here can be tested against, each with the reason."""

from __future__ import annotations

REMOTE_REGION = "about a remote region, of which this server has none"
AMAZON = "about Amazon's groups and addresses, which this server does not ask for"
GZIP_FILTER = "about a filter that forces gzip on clients; here the client's Accept-Encoding decides"
PEERS = "about the addresses of peers, of which a node alone has none"
SPRING = "about how Spring builds its pages and beans"

NOT_ON_ONE_NODE: dict[str, str] = {
    "REG-01": REMOTE_REGION,
    "REG-02": REMOTE_REGION,
    "REG-03": REMOTE_REGION,
    "REG-06": REMOTE_REGION,
    "REG-14": AMAZON,
    "REG-15": REMOTE_REGION,
    "RC-02": REMOTE_REGION,
    "RC-03": REMOTE_REGION,
    "FI-05": GZIP_FILTER,
    "FI-06": GZIP_FILTER,
    "FI-07": GZIP_FILTER,
    "CF-01": REMOTE_REGION,
    "CF-02": REMOTE_REGION,
    "CF-03": REMOTE_REGION,
    "CF-04": REMOTE_REGION,
    "ST-01": PEERS,
    "ST-02": PEERS,
    "AW-01": AMAZON,
    "AW-02": AMAZON,
    "AW-03": AMAZON,
    "AW-04": AMAZON,
    "AW-05": AMAZON,
    "SP-06": SPRING,
    "SP-09": "about a setting for the status page's path; here it is always /",
    "SP-10": "about a setting that switches the status page off; here it is always on",
    "SP-12": PEERS,
    "SP-13": PEERS,
    "SP-14": PEERS,
    "SP-15": PEERS,
    "SP-16": PEERS,
    "SP-17": PEERS,
    "SP-18": PEERS,
    "SP-21": "about gauges of a metrics library, whose test is disabled there",
    "SP-22": "about gauges of a metrics library, whose test is disabled there",
    "SP-23": "about TLS with client certificates, which ends before this server",
}
