"""Files as they are in the field."""

from __future__ import annotations

from pathlib import Path

from eureka_py.migration import Migration, migrate
from tests.unit.migration.importing import Folder, made

SAMPLES = Path(__file__).parent / "samples"
SECRETS = ("changeit", "s3cr3t", "samplesecret", "AKIASAMPLE")


def of_samples(*names: str, profiles: tuple[str, ...] = ()) -> Migration:
    return migrate([SAMPLES / name for name in names], profiles)


def test_a_spring_server_is_taken_over(folder: Folder) -> None:
    loaded = folder.loaded(of_samples("application.yml"))
    config = loaded.config
    assert config.preservation.enabled is False
    assert config.preservation.renewal_percent_threshold == 0.49
    assert config.eviction.interval_ms == 5000
    assert config.cache.update_interval_ms == 30_000
    assert config.rate_limiter.privileged_clients == ("gateway", "batch")
    assert config.server.environment == "staging"
    assert config.server.drain_s == 20
    assert config.log.level == "warning"
    assert len(made(loaded)) == 8, "and nothing else"


def test_a_profile_of_spring_wins_wherever_it_stands(folder: Folder) -> None:
    config = folder.loaded(of_samples("application.yml", profiles=("peer1", "cloud"))).config
    assert config.server.environment == "prod", "from a document of the same file"
    assert config.preservation.enabled is True
    assert (config.server.host, config.server.port) == ("0.0.0.0", 9000), "from the file beside it"


def test_a_netflix_server_is_taken_over(folder: Folder) -> None:
    loaded = folder.loaded(of_samples("eureka-client.properties", "eureka-server.properties"))
    config = loaded.config
    assert config.server.environment == "prüfung"
    assert config.delta.retention_ms == 120_000
    assert config.preservation.threshold_update_interval_ms == 60_000
    assert config.preservation.expected_client_renewal_interval_s == 10
    assert config.rate_limiter.enabled is True
    assert config.rate_limiter.privileged_clients == ("gateway", "batch")
    assert len(made(loaded)) == 6


def test_a_profile_of_netflix_is_the_file_beside(folder: Folder) -> None:
    config = folder.loaded(of_samples("eureka-server.properties", profiles=("prod",))).config
    assert (config.preservation.enabled, config.server.datacenter) == (False, "berlin")


def test_every_property_is_accounted_for_with_its_place() -> None:
    text = (SAMPLES / "eureka-server.properties").read_text("utf-8")
    numbers = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and line[0] not in "#!" and not line.startswith(" ")
    ]
    file = SAMPLES / "eureka-server.properties"
    lines = [line for line in of_samples("eureka-server.properties").account if line.startswith(f"{file}:")]
    assert [int(line.removeprefix(f"{file}:").split(":")[0]) for line in lines] == numbers


def test_no_secret_is_copied_anywhere() -> None:
    migrations = [
        of_samples("application.yml", profiles=("peer1",)),
        of_samples("application.yml"),
        of_samples("eureka-server.properties"),
    ]
    for migration in migrations:
        text = migration.toml + "\n".join(migration.account)
        assert [secret for secret in SECRETS if secret in text] == []


def test_what_was_not_understood_is_kept_as_a_comment() -> None:
    migration = of_samples("eureka-server.properties")
    assert f"# {SAMPLES}/eureka-server.properties:20: eureka.ourOwnSwitch = on" in migration.toml.splitlines()


def test_settings_that_netflixs_arithmetic_needs_are_said_to_have_no_effect_without_it() -> None:
    account = "\n".join(of_samples("eureka-server.properties").account)
    assert 'has no effect: preservation.arithmetic is "per_lease"; "global" is Netflix\'s' in account


def test_peers_of_a_cluster_are_named_without_their_credentials() -> None:
    account = "\n".join(of_samples("application.yml", profiles=("peer1",)).account)
    assert "names 2 of 2 nodes (http://***@peer1:8761/eureka/, http://***@peer2:8762/eureka/)" in account
    assert "replication with other nodes is not in this version" in account


def test_nodes_of_all_zones_make_one_cluster(folder: Folder) -> None:
    migration = of_samples("eureka-client.properties")
    assert folder.sentence(migration, "eureka.serviceUrl.z2").startswith("names 1 of 3 nodes (http://three:8080")
