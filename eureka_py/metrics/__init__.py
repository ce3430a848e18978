"""What a node counts and measures, as Prometheus reads it.

Counting is done where things happen, into plain integers; names, labels and formats come in at the scrape.
Every label takes values from a set that is known beforehand: no client can make a new series.
"""

from eureka_py.metrics.node_metrics import NodeMetrics

__all__ = ["NodeMetrics"]
