"""Eureka's HTTP face: parse, delegate to the registry or the cache, answer."""
