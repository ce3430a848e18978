"""What a Containerfile says, read as far as ours goes."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
CONTAINERFILE = REPOSITORY / "deploy" / "container" / "Containerfile"


@dataclass(frozen=True)
class Instruction:
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return the arguments, of an exec form as well as of a plain list."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)


@dataclass
class Stage:
    """What stands between one FROM and the next."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.name == name]

    def only(self, name: str) -> Instruction:
        (instruction,) = self.all(name)
        return instruction

    def pairs(self, name: str) -> dict[str, str]:
        """Return the `key=value` arguments of ENV or LABEL."""
        words = [word for instruction in self.all(name) for word in instruction.words]
        return dict(word.split("=", 1) for word in words)


def stages() -> list[Stage]:
    arguments: dict[str, str] = {}
    found: list[Stage] = []
    for instruction in _instructions(CONTAINERFILE.read_text()):
        if instruction.name == "ARG" and not found:
            name, _, default = instruction.text.partition("=")
            arguments[name] = default
        elif instruction.name == "FROM":
            base, _, name = instruction.text.partition(" AS ")
            found.append(Stage(re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], base), name))
        else:
            found[-1].instructions.append(instruction)
    return found


def _instructions(text: str) -> list[Instruction]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [Instruction(*line.split(None, 1)) for line in joined.splitlines() if line.strip()]
