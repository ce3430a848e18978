"""The container image: what its file says, and what it does."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eureka_py import __version__
from eureka_py.config.loading import load
from tests.integration.deploy.containerfile import CONTAINERFILE, REPOSITORY, stages
from tests.integration.deploy.image import Container, Image, why_not
from tests.integration.serving.process import Server, children_of, eventually, is_running, kill

REASON = why_not()
needs_namespaces = pytest.mark.skipif(REASON is not None, reason=f"no image can be made here: {REASON}")
INSECURE = {"EUREKA_PY_SERVER_INSECURE": "true"}

Run = Callable[..., Container]


def test_both_stages_have_the_same_base_whose_version_is_named() -> None:
    bases = {stage.base for stage in stages()}
    (base,) = bases
    assert re.fullmatch(r"python:3\.1\d-slim-\w+", base)


def test_the_version_is_ours() -> None:
    assert stages()[-1].pairs("LABEL")["org.opencontainers.image.version"] == __version__


def test_the_port_is_the_one_that_the_settings_have() -> None:
    environ = stages()[-1].pairs("ENV")
    settings = {name: value for name, value in environ.items() if name.startswith("EUREKA_PY_")}
    loaded = load(environ=settings, default_file=Path("none.toml"))
    assert stages()[-1].only("EXPOSE").text == str(loaded.config.server.port)


def test_the_user_is_a_number_other_than_roots() -> None:
    user, _, group = stages()[-1].only("USER").text.partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_what_is_copied_is_all_that_a_build_sees() -> None:
    built = stages()[0]
    copied = {source.removeprefix("./") for copy in built.all("COPY") for source in copy.words[:-1]}
    ignored = (REPOSITORY / ".containerignore").read_text()
    assert set(re.findall(r"^!(.+)$", ignored, re.MULTILINE)) == copied
    assert "\n*\n" in ignored


def test_docker_and_podman_ignore_the_same() -> None:
    docker = CONTAINERFILE.with_name("Containerfile.dockerignore")
    assert docker.read_text() == (REPOSITORY / ".containerignore").read_text()


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    made = Image()
    yield made
    made.remove()


@pytest.fixture
def run(image: Image) -> Iterator[Run]:
    """Start a container; it is gone when the test ends."""
    servers: list[Server] = []

    def run_one(environ: dict[str, str]) -> Container:
        servers.append(Server(*image.container_command(environ), cwd=Path("/")))
        return Container(image, servers[-1])

    yield run_one
    for server in servers:
        server.kill()


@needs_namespaces
def test_what_builds_is_not_in_the_image(image: Image) -> None:
    assert "eureka-py" in image.programs
    assert [name for name in image.programs if name.startswith(("pip", "easy_install"))] == []


@needs_namespaces
def test_it_does_not_start_until_something_protects_the_node(run: Run) -> None:
    server = run({}).server
    assert server.wait() == 2
    (line,) = server.lines
    assert line.startswith("eureka-py: server.host = '0.0.0.0': expected a loopback address")
    assert "access.credentials_file" in line


@needs_namespaces
def test_it_serves_as_process_1_without_rights_and_without_a_place_to_write(run: Run) -> None:
    container = run(INSECURE)
    container.server.wait_for_line('"eureka_py ready"')
    status = container.run("cat", "/proc/1/status").stdout
    assert re.search(r"^Uid:\s+65532\s+65532\s+65532\s+65532$", status, re.MULTILINE)
    assert re.search(r"^CapEff:\s+0{16}$", status, re.MULTILINE)
    assert re.search(r"^CapBnd:\s+0{16}$", status, re.MULTILINE)
    assert container.run("sh", "-c", "echo x > /tmp/x").returncode != 0


@needs_namespaces
def test_the_health_check_asks_the_node(run: Run, image: Image) -> None:
    container = run(INSECURE)
    container.server.wait_for_line('"eureka_py ready"')
    check = image.stage.only("HEALTHCHECK").text
    command = re.findall(r'"([^"]+)"', check.partition(" CMD ")[2])
    assert command == ["eureka-py", "health"]
    healthy = container.run(*command)
    assert (healthy.returncode, healthy.stdout) == (0, "healthy: http://127.0.0.1:8761/health/ready answers 200\n")
    assert container.run(*command, "--port", "1").returncode == 1


@needs_namespaces
def test_a_stop_ends_process_1_with_status_0(run: Run) -> None:
    container = run(INSECURE)
    container.server.wait_for_line('"eureka_py ready"')
    pid = container.pid
    (worker,) = children_of(pid)
    kill(pid, signal.SIGTERM)
    assert container.server.wait() == 0
    assert not is_running(worker)


@needs_namespaces
def test_orphans_are_buried(run: Run) -> None:
    container = run(INSECURE)
    container.server.wait_for_line('"eureka_py ready"')
    leave_an_orphan = "import os; os.fork() or (os.closerange(0, 3), os.execlp('sleep', 'sleep', '1'))"
    container.run("python", "-c", leave_an_orphan)
    assert eventually(lambda: len(children_of(container.pid)) == 2)
    assert eventually(lambda: len(children_of(container.pid)) == 1)


@needs_namespaces
def test_credentials_that_are_mounted_protect_it(run: Run, image: Image) -> None:
    image.write("/etc/eureka-py/conf/credentials.toml", "")
    container = run({"EUREKA_PY_ACCESS_CREDENTIALS_FILE": "/etc/eureka-py/conf/credentials.toml"})
    container.server.wait_for_line('"eureka_py ready"')
    ask = "import urllib.request as r; r.urlopen('http://127.0.0.1:8761/eureka/apps')"
    assert "HTTP Error 401" in container.run("python", "-c", ask).stderr
