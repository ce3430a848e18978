"""Properties that need a hand: what to do about each."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

from eureka_py.config.secrets import masked
from eureka_py.migration.context import Context, identity
from eureka_py.migration.properties import Property
from eureka_py.migration.verdict import Verdict, no_meaning, to_do

_SERVICE_URL = re.compile(r"eureka\.(client\.)?serviceurl\..+")


def advised(subject: Property, context: Context) -> Verdict | None:
    """Judge a property that somebody has to look after, None if it is no such one."""
    name = identity(subject.name)
    for pattern, advise in _ADVICE:
        if pattern.fullmatch(name):
            return advise(subject, context)
    return None


def _peers(subject: Property, context: Context) -> Verdict:
    nodes = _urls(*context.values(_SERVICE_URL))
    urls = _urls(subject.value)
    if len(nodes) <= 1:
        return no_meaning(subject, f"one node alone needs no peers ({', '.join(urls)})")
    return to_do(
        subject,
        f"names {len(urls)} of {len(nodes)} nodes ({', '.join(urls)}): replication with other nodes is not in this"
        " version, so run one node, and let clients name only that one",
    )


def _urls(*values: str) -> list[str]:
    urls = (masked("", url.strip()) for value in values for url in value.split(","))
    return sorted({url for url in urls if url})


def _key_store(subject: Property, context: Context) -> Verdict:
    store = _without_scheme(subject.value)
    first = ""
    if _is_java_key_store(store, context.get("server.ssl.key-store-type")):
        first = (
            f"keytool -importkeystore -srckeystore {shlex.quote(store)} -destkeystore store.p12 -deststoretype PKCS12; "
        )
        store = "store.p12"
    quoted = shlex.quote(store)
    return to_do(
        subject,
        f"{_taken_out(subject)}here HTTPS takes PEM. Convert it: umask 077; {first}"
        f"openssl pkcs12 -in {quoted} -nokeys -out certificate.pem; "
        f"openssl pkcs12 -in {quoted} -nocerts -nodes -out key.pem; "
        'then set tls.certificate_file = "certificate.pem" and tls.key_file = "key.pem"',
    )


def _trust_store(subject: Property, context: Context) -> Verdict:
    store = shlex.quote(_without_scheme(subject.value))
    return to_do(
        subject,
        f"{_taken_out(subject)}here HTTPS takes PEM. Convert it: keytool -list -rfc -keystore {store} > ca.pem; "
        'then set tls.ca_file = "ca.pem"',
    )


def _store_password(subject: Property, context: Context) -> Verdict:
    return to_do(subject, "not copied: openssl and keytool ask for it when they convert the store")


def _store_detail(subject: Property, context: Context) -> Verdict:
    return no_meaning(subject, "it describes a store of Java; here HTTPS takes PEM")


def _user(subject: Property, context: Context) -> Verdict:
    command = shlex.join(["eureka-py", "user", "add", subject.value])
    return to_do(subject, f"make this user here: {command}; then set access.credentials_file")


def _user_password(subject: Property, context: Context) -> Verdict:
    name = context.get("spring.security.user.name") or context.get("security.user.name") or "user"
    command = shlex.join(["eureka-py", "user", "add", name])
    return to_do(subject, f"not copied: {command} asks for the password, and keeps only a hash of it")


def _next_file(subject: Property, context: Context) -> Verdict:
    return to_do(subject, f"names a further file ({subject.value}): give that to import-config, too, after this one")


def _taken_out(subject: Property) -> str:
    return "take the store out of the jar; " if subject.value.startswith("classpath:") else ""


def _without_scheme(path: str) -> str:
    return re.sub(r"^(classpath:|file:(//(?=/))?)", "", path)


def _is_java_key_store(store: str, kind: str | None) -> bool:
    return kind.upper() != "PKCS12" if kind else not store.lower().endswith((".p12", ".pfx"))


_ADVICE: tuple[tuple[re.Pattern[str], Callable[[Property, Context], Verdict]], ...] = (
    (_SERVICE_URL, _peers),
    (re.compile(r"server\.ssl\.keystore"), _key_store),
    (re.compile(r"server\.ssl\.truststore"), _trust_store),
    (re.compile(r"server\.ssl\.(key|keystore|truststore)password"), _store_password),
    (re.compile(r"server\.ssl\.(keyalias|(key|trust)store(type|provider))"), _store_detail),
    (re.compile(r"(spring\.)?security\.user\.name"), _user),
    (re.compile(r"(spring\.)?security\.user\.password"), _user_password),
    (re.compile(r"@next"), _next_file),
)
