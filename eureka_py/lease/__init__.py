"""Leases: the right of a holder to stay registered, and the verbs of whoever grants them."""

from eureka_py.lease.lease import Lease
from eureka_py.lease.manager import LeaseManager

__all__ = ["Lease", "LeaseManager"]
