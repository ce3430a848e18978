"""Why a property has no meaning here. Each is the end of the sentence `NAME has no meaning here: ...`."""

from __future__ import annotations

NO_REPLICATION = "replication with other nodes is not in this version"
NO_REGIONS = "remote regions are not in this version"
NO_AMAZON = "Amazon's parts (auto scaling groups, Elastic IPs, Route 53) are not there"
NOT_READ = "Netflix's server does not read it either"
NO_CLIENT = "the node is no client of itself: it neither registers itself nor fetches from others"
NO_SPRING = "it configures Spring Boot, not the registry"
NO_SERVLETS = "it configures Java's web server; sections server and limits are the ones of this"
