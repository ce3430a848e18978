"""Taking over the settings of a Java server: its files in, our file and an account of every property out."""

from eureka_py.migration.migration import Migration, migrate

__all__ = ["Migration", "migrate"]
