"""A Eureka service registry in Python: for Java Eureka clients, Spring Cloud apps and all who speak its protocol."""

__version__ = "0.1.0"
