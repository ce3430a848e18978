"""What is said in other words by Java, and what somebody has to do by hand."""

from __future__ import annotations

import pytest

from tests.unit.migration.importing import Folder


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("server.servlet.context-path=/registry", 'server.base_path = "/registry/eureka"'),
        ("server.servlet.contextPath=/registry/", 'server.base_path = "/registry/eureka"'),
        ("spring.lifecycle.timeout-per-shutdown-phase=1m", "server.drain_s = 60"),
        ("spring.lifecycle.timeout-per-shutdown-phase=1500", "server.drain_s = 2"),
        ("spring.lifecycle.timeout-per-shutdown-phase=PT25S", "server.drain_s = 25"),
        ("logging.level.root=TRACE", 'log.level = "debug"'),
        ("logging.level.root=Error", 'log.level = "error"'),
        ("server.address=10.0.0.1", 'server.host = "10.0.0.1"'),
    ],
)
def test_other_words_and_units_are_converted(folder: Folder, line: str, taken: str) -> None:
    name = line.partition("=")[0]
    assert folder.sentence(folder.migrated("application.properties", line), name) == f"taken as {taken}"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "spring.lifecycle.timeout-per-shutdown-phase=soon",
            "not usable as server.drain_s: expected a duration, as 30s",
        ),
        ("logging.level.root=off", "expected one of trace, debug, info, warn, error, fatal"),
        ("server.ssl.client-auth=maybe", "expected one of none, want, need"),
        ("server.ssl.certificate=classpath:a.pem", "it is within the jar: take the file out, and name it in our file"),
        ("server.ssl.certificate=-----BEGIN CERTIFICATE-----", "write it into one, and name that in our file"),
        ("server.port=${PORT}", "not usable: ${PORT} is not in the files, and has no default"),
    ],
)
def test_what_cannot_be_converted_is_kept_with_the_reason(folder: Folder, line: str, problem: str) -> None:
    name = line.partition("=")[0]
    sentence = folder.sentence(folder.migrated("application.properties", line), name)
    assert problem in sentence
    assert sentence.endswith("; kept as a comment")


def test_files_in_pem_are_taken_as_they_are(folder: Folder) -> None:
    text = """\
        server.ssl:
          certificate: file:/etc/tls/eureka.pem
          certificate-private-key: file:///etc/tls/eureka.key
          trust-certificate: /etc/tls/ca.pem
          client-auth: need
        """
    tls = folder.loaded(folder.migrated("application.yml", text)).config.tls
    assert (tls.certificate_file, tls.key_file) == ("/etc/tls/eureka.pem", "/etc/tls/eureka.key")
    assert (tls.ca_file, tls.client_certificate) == ("/etc/tls/ca.pem", "required")


def test_files_of_https_that_is_switched_off_are_left(folder: Folder) -> None:
    text = "server.ssl.enabled=false\nserver.ssl.certificate=/a\nserver.ssl.certificate-private-key=/b\n"
    migration = folder.migrated("application.properties", text)
    assert not folder.loaded(migration).config.tls.is_on
    assert folder.sentence(migration, "server.ssl.certificate") == "has no meaning here: server.ssl.enabled is false"


@pytest.mark.parametrize(
    ("lines", "commands"),
    [
        (
            "server.ssl.key-store=/etc/store.p12",
            [
                "openssl pkcs12 -in /etc/store.p12 -nokeys -out certificate.pem",
                "openssl pkcs12 -in /etc/store.p12 -nocerts -nodes -out key.pem",
            ],
        ),
        (
            "server.ssl.key-store=file:my store.jks",
            ["keytool -importkeystore -srckeystore 'my store.jks' -destkeystore store.p12 -deststoretype PKCS12"],
        ),
        (
            "server.ssl.key-store=/s\nserver.ssl.key-store-type=PKCS12",
            ["umask 077; openssl pkcs12 -in /s -nokeys -out certificate.pem"],
        ),
        ("server.ssl.key-store=classpath:a.p12", ["take the store out of the jar; ", "-in a.p12 "]),
        (
            "server.ssl.key-store=$(rm -rf x).p12",
            ["-in '$(rm -rf x).p12' -nokeys"],
        ),
    ],
)
def test_a_store_of_java_comes_with_the_commands_that_convert_it(
    folder: Folder, lines: str, commands: list[str]
) -> None:
    sentence = folder.sentence(folder.migrated("application.properties", lines), "server.ssl.key-store")
    assert [command for command in commands if command not in sentence] == []
    assert ("keytool" in sentence) is any("keytool" in command for command in commands)


def test_a_trust_store_comes_with_the_command_that_converts_it(folder: Folder) -> None:
    sentence = folder.sentence(
        folder.migrated("a.properties", "server.ssl.trust-store=/t.jks"), "server.ssl.trust-store"
    )
    assert "keytool -list -rfc -keystore /t.jks > ca.pem" in sentence


def test_a_user_comes_with_the_command_that_makes_it_and_without_the_password(folder: Folder) -> None:
    text = "spring.security.user.name=o'neil\nspring.security.user.password=hunter2\n"
    migration = folder.migrated("application.properties", text)
    command = """eureka-py user add 'o'"'"'neil'"""
    assert folder.sentence(migration, "spring.security.user.name").startswith(f"make this user here: {command};")
    assert folder.sentence(migration, "spring.security.user.password").startswith(f"not copied: {command} asks for")
    assert "hunter2" not in migration.toml + "\n".join(migration.account)


def test_a_secret_that_is_not_understood_is_kept_without_its_value(folder: Folder) -> None:
    migration = folder.migrated("a.properties", "our.vault.token=hunter2\nour.url=http://me:hunter2@vault/\n")
    assert "hunter2" not in migration.toml + "\n".join(migration.account)
    assert "our.vault.token = ***" in migration.toml
    assert "our.url = http://***@vault/" in migration.toml


def test_a_secret_within_a_value_that_is_taken_is_not_shown_in_the_account(folder: Folder) -> None:
    migration = folder.migrated("a.properties", "eureka.environment=http://me:hunter2@x/\n")
    assert "hunter2" not in "\n".join(migration.account)


def test_a_default_that_stands_in_for_a_placeholder_is_named(folder: Folder) -> None:
    migration = folder.migrated("application.properties", "server.port=${PORT:9000}")
    assert folder.sentence(migration, "server.port") == (
        "taken as server.port = 9000, the default of ${PORT}: where that has another value, set this, too"
    )


def test_a_further_file_is_asked_for(folder: Folder) -> None:
    migration = folder.migrated("a.properties", "@next=more.properties")
    assert "give that to import-config, too" in folder.sentence(migration, "@next")


def test_one_node_alone_needs_no_peers(folder: Folder) -> None:
    text = "eureka.serviceUrl.default=http://localhost/eureka/v2/\n"
    sentence = folder.sentence(folder.migrated("a.properties", text), "eureka.serviceUrl.default")
    assert sentence == "has no meaning here: one node alone needs no peers (http://localhost/eureka/v2/)"
