"""The image of the Containerfile, made and run without a container engine: by Linux' namespaces, as an engine would.

The steps are run as they stand there, over the files of this machine instead of those of a base image.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

from tests.integration.deploy.containerfile import REPOSITORY, Stage, stages
from tests.integration.serving.process import Server, children_of, eventually

MEMORY = Path("/dev/shm")  # an overlay wants a place that is not below what it lies over
BASE_PYTHON = "/usr/bin/python3"
_ENTER = (
    "mount -t overlay overlay -o lowerdir=/,upperdir={folder}/upper,workdir={folder}/work {folder}/root"
    " && mount --rbind /dev {folder}/root/dev && mount -t proc proc {folder}/root/proc"
)


def why_not() -> str | None:
    """Return what keeps this machine from making an image, if something does."""
    if os.geteuid() != 0:
        return "only root may make namespaces and mounts here"
    probe = _unshared("mount -t tmpfs tmpfs /mnt && command -v chroot setpriv nsenter ip")
    if probe.returncode != 0:
        return "this machine does not allow namespaces and mounts, or lacks a tool for them"
    has_venv = subprocess.run([BASE_PYTHON, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return "the system's Python has no venv" if has_venv.returncode != 0 else None


class Image:
    """The last stage, as files and as what it says of processes."""

    def __init__(self) -> None:
        self._folder = MEMORY / f"eureka-py-image-{uuid.uuid4().hex}"
        built, self.stage = stages()
        self._upper = self._made("final")
        self._build(built)
        source, target = (path.removeprefix("/") for path in self.stage.only("COPY").words[1:])
        made = self._folder / built.name / "upper" / source
        shutil.copytree(made, self._upper / target, symlinks=True, dirs_exist_ok=True)
        (self._upper / self.workdir[1:]).mkdir(parents=True)

    @property
    def workdir(self) -> str:
        return self.stage.only("WORKDIR").text

    @property
    def environ(self) -> dict[str, str]:
        return self.stage.pairs("ENV")

    @property
    def programs(self) -> set[str]:
        return {path.name for path in (self._upper / "opt/eureka-py/bin").iterdir()}

    def command(self, *arguments: str, environ: Mapping[str, str] | None = None) -> list[str]:
        """Return what runs a command as the image's user, with nothing but the image's environment."""
        user, _, group = self.stage.only("USER").text.partition(":")
        variables = [f"{name}={value}" for name, value in {**self.environ, **(environ or {})}.items()]
        drop = [
            "setpriv",
            f"--reuid={user}",
            f"--regid={group}",
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=-all",
        ]
        return [*drop, "env", "-i", f"--chdir={self.workdir}", *variables, *arguments]

    def entry(self) -> list[str]:
        return [*self.stage.only("ENTRYPOINT").words, *self.stage.only("CMD").words]

    def write(self, path: str, text: str) -> None:
        """Put a file into the image, as a mount would."""
        (self._upper / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (self._upper / path[1:]).write_text(text)

    def container_command(self, environ: Mapping[str, str]) -> list[str]:
        """Return what starts a container: as process 1, over files that cannot be written, on a network of its own."""
        root = f"{self._folder}/final/root"
        enter = _ENTER.format(folder=f"{self._folder}/final")
        script = f'{enter} && mount -o remount,ro {root} && ip link set lo up && exec chroot {root} "$@"'
        own = ["--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child"]
        return ["unshare", *own, "sh", "-c", script, "sh", *self.command(*self.entry(), environ=environ)]

    def remove(self) -> None:
        shutil.rmtree(self._folder)

    def _build(self, stage: Stage) -> None:
        upper = self._made(stage.name)
        workdir = stage.only("WORKDIR").text
        (upper / workdir[1:]).mkdir()
        for copy in stage.all("COPY"):
            *sources, target = copy.words
            for source in sources:
                _copy(REPOSITORY / source, upper / workdir[1:] / target)
        for step in stage.all("RUN"):
            enter = _ENTER.format(folder=upper.parent)
            inside = f"sh -c 'cd {workdir} && eval \"$0\"'"
            done = _unshared(f'{enter} && exec chroot {upper.parent}/root {inside} "$0"', step.text)
            assert done.returncode == 0, done.stderr

    def _made(self, name: str) -> Path:
        """Make the folders of an overlay, in which `python` is this machine's."""
        for part in ("upper", "work", "root"):
            (self._folder / name / part).mkdir(parents=True)
        programs = self._folder / name / "upper/usr/local/bin"
        programs.mkdir(parents=True)
        (programs / "python").symlink_to(BASE_PYTHON)
        return self._folder / name / "upper"


class Container:
    """A running image."""

    def __init__(self, image: Image, server: Server) -> None:
        self._image, self.server = image, server

    @property
    def pid(self) -> int:
        """Process 1, by its number outside."""
        assert eventually(lambda: len(children_of(self.server.pid)) == 1)
        return children_of(self.server.pid)[0]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as the image's user."""
        inside = ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--net", "--root"]
        full = [*inside, *self._image.command(*command)]
        return subprocess.run(full, capture_output=True, text=True, timeout=20, check=False)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    else:
        shutil.copy(source, target)


def _unshared(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environ)
