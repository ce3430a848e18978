"""The Kubernetes manifests fit each other, the image, the settings and the paths that a node answers."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from eureka_py.app import build_node
from eureka_py.config import Config
from eureka_py.config.loading import load
from eureka_py.serving.worker_hooks import MARGIN_S
from tests.client import Client
from tests.integration.deploy.containerfile import REPOSITORY, stages

MANIFESTS = REPOSITORY / "deploy" / "kubernetes"
KUBECTL = shutil.which("kubectl")
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
MIB = 2**20


def manifest(name: str) -> dict[str, Any]:
    documents = list(yaml.safe_load_all((MANIFESTS / name).read_text()))
    assert len(documents) == 1
    document: dict[str, Any] = documents[0]
    return document


@pytest.fixture
def deployment() -> dict[str, Any]:
    spec: dict[str, Any] = manifest("deployment.yaml")["spec"]
    return spec


@pytest.fixture
def pod(deployment: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = deployment["template"]["spec"]
    return spec


@pytest.fixture
def container(pod: dict[str, Any]) -> dict[str, Any]:
    (only,) = pod["containers"]
    found: dict[str, Any] = only
    return found


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The settings as a pod has them: from the file that it mounts and the image's environment."""
    file = tmp_path / "eureka-server.toml"
    file.write_text(manifest("configmap.yaml")["data"]["eureka-server.toml"])
    environ = {name: value for name, value in stages()[-1].pairs("ENV").items() if name.startswith("EUREKA_PY_")}
    return load(file=str(file), environ=environ).config


def mounts(container: dict[str, Any]) -> dict[str, str]:
    return {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}


def test_all_manifests_are_used_or_optional() -> None:
    used = set(manifest("kustomization.yaml")["resources"])
    assert used == {file.name for file in MANIFESTS.glob("*.yaml")} - {"kustomization.yaml"}
    assert {manifest(f"optional/{file.name}")["kind"] for file in (MANIFESTS / "optional").iterdir()} == {
        "NetworkPolicy",
        "ServiceMonitor",
    }


def test_there_is_never_more_than_one_registry(deployment: dict[str, Any]) -> None:
    assert deployment["replicas"] == 1
    assert deployment["strategy"] == {"type": "Recreate"}


def test_the_settings_can_be_used_and_protect_the_node(config: Config) -> None:
    assert config.server.host == "0.0.0.0"
    assert config.access.credentials_file
    assert not config.server.insecure


def test_the_settings_lie_where_the_image_looks_for_them(container: dict[str, Any]) -> None:
    workdir = stages()[-1].only("WORKDIR").text
    assert mounts(container)["settings"] == f"{workdir}/conf"


def test_the_credentials_lie_where_the_settings_say(container: dict[str, Any], config: Config) -> None:
    assert Path(config.access.credentials_file).parent == Path(mounts(container)["credentials"])
    assert all("subPath" not in mount for mount in container["volumeMounts"])


def test_every_mount_has_its_volume(pod: dict[str, Any], container: dict[str, Any]) -> None:
    assert {volume["name"] for volume in pod["volumes"]} == set(mounts(container))


def test_a_services_variables_are_not_taken_for_settings(pod: dict[str, Any]) -> None:
    assert pod["enableServiceLinks"] is False


def test_the_ports_are_the_one_on_which_the_node_listens(container: dict[str, Any], config: Config) -> None:
    assert container["ports"] == [{"name": "http", "containerPort": config.server.port}]
    assert manifest("service.yaml")["spec"]["ports"] == [
        {"name": "http", "port": config.server.port, "targetPort": "http"}
    ]


@pytest.mark.parametrize("probe", PROBES)
def test_a_node_answers_its_probes_without_credentials(
    container: dict[str, Any], config: Config, tmp_path: Path, probe: str
) -> None:
    (tmp_path / "credentials.toml").write_text("")
    access = replace(config.access, credentials_file=str(tmp_path / "credentials.toml"))
    node = build_node(replace(config, access=access))
    node.start()
    try:
        asked = container[probe]["httpGet"]
        assert asked["port"] == "http"
        client = Client(node.wsgi)
        assert client.get(asked["path"]).status_code == 200
        assert client.get("/eureka/apps").status_code == 401
    finally:
        node.stop()


def test_a_slow_node_is_not_restarted_rashly(container: dict[str, Any]) -> None:
    probe = container["livenessProbe"]
    assert probe["httpGet"]["path"] == "/health/live"
    assert probe["periodSeconds"] * probe["failureThreshold"] >= 60


def test_a_stop_leaves_running_requests_their_time(pod: dict[str, Any], config: Config) -> None:
    assert pod["terminationGracePeriodSeconds"] > config.server.drain_s + MARGIN_S


def test_the_process_has_no_rights_and_nothing_to_write_to(pod: dict[str, Any], container: dict[str, Any]) -> None:
    user, _, group = stages()[-1].only("USER").text.partition(":")
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": int(user),
        "runAsGroup": int(group),
        "fsGroup": int(group),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False


def test_the_memory_has_room_for_what_the_settings_allow(container: dict[str, Any], config: Config) -> None:
    limit = container["resources"]["limits"]["memory"]
    assert limit.endswith("Mi")
    # docs/benchmarks.md: 46 MB, and 32 MB for 10,000 instances; the answers made of them are bounded by themselves.
    needed = 46 * MIB + config.limits.instances * 3.3 * 1024 + config.cache.max_bytes
    assert int(limit.removesuffix("Mi")) * MIB > 1.5 * needed


def test_labels_select_what_is_there(deployment: dict[str, Any]) -> None:
    labels = deployment["template"]["metadata"]["labels"]
    assert deployment["selector"]["matchLabels"] == labels
    assert manifest("service.yaml")["spec"]["selector"] == labels
    assert manifest("optional/networkpolicy.yaml")["spec"]["podSelector"]["matchLabels"] == labels
    assert manifest("optional/servicemonitor.yaml")["spec"]["selector"]["matchLabels"].items() <= (
        manifest("service.yaml")["metadata"]["labels"].items()
    )


@pytest.mark.skipif(KUBECTL is None, reason="kubectl is not on this machine")
def test_kustomize_puts_them_together() -> None:
    command = [str(KUBECTL), "kustomize", str(MANIFESTS)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kinds = {document["kind"] for document in yaml.safe_load_all(made)}
    assert kinds == {"ConfigMap", "Deployment", "Service"}
    assert "image: eureka-py:0.1.0" in made
