"""The registry: leases, statuses, changes. It knows no bytes, no HTTP and no peers, only Protocols for them."""
