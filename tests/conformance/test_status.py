from __future__ import annotations

from tests.integration.eureka.eureka_node import EurekaNode


def test_a_node_that_expects_no_peers_says_nothing_of_their_health() -> None:
    """ST-03."""
    document = EurekaNode().get("/status", Accept="application/json").json
    assert "isHealthy" not in document
    assert document["applicationStats"]["unavailable-replicas"] == ""
