"""Heads of requests as somebody's client sends them, and credentials whose hashes are cheap to check."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher

PASSWORD = "correct: horse é"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
OTHER_PASSWORD = "another one"
OTHER_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(OTHER_PASSWORD)

CONTENT = f"""
[users.orders]
roles = ["read", "register"]
apps = ["ORDERS"]
certificate = ["Orders.example.org"]
secret = "{CHEAP}"

[users."only by certificate"]
roles = ["peer"]
certificate = ["peer"]

[tokens.0a1b]
name = "ci"
roles = ["admin"]
secret = "{CHEAP}"
"""


@dataclass
class Head:
    authorization: str | None = None
    names: tuple[str, ...] = ()
    method: str = "PUT"
    path: str = "/eureka/apps/ORDERS/1"
    remote_address: str = "10.0.0.1"

    def header(self, name: str) -> str | None:
        return self.authorization if name.lower() == "authorization" else None

    def certificate_names(self) -> tuple[str, ...]:
        return self.names


def basic(name: str = "orders", password: str = PASSWORD) -> Head:
    return Head("Basic " + base64.b64encode(f"{name}:{password}".encode()).decode())


def bearer(token: str) -> Head:
    return Head(f"Bearer {token}")


def written(folder: Path, content: str = CONTENT, mode: int = 0o600) -> str:
    """Replace the file of credentials, as an editor or deployment does."""
    file, temporary = folder / "credentials.toml", folder / "new"
    temporary.write_text(content)
    temporary.chmod(mode)
    temporary.replace(file)
    return str(file)
