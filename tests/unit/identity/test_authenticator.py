from __future__ import annotations

import threading
from pathlib import Path

import pytest

from eureka_py.admission import Principal, Refusal, RefusalReason, Role
from eureka_py.config import AccessConfig
from eureka_py.identity.authenticator import CHALLENGE, CredentialsAuthenticator
from eureka_py.identity.credentials_file import CredentialsFile
from eureka_py.identity.hashing import is_secret_of
from eureka_py.testing import FakeClock
from tests.unit.identity.heads import CHEAP, CONTENT, OTHER_CHEAP, PASSWORD, Head, basic, bearer, written

ORDERS = Principal("orders", frozenset({Role.READ, Role.REGISTER}), ("ORDERS",))


class Hashing:
    """Says what was hashed, and stops on the way if told so."""

    def __init__(self) -> None:
        self.checked: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, secret: str, secret_hash: str) -> bool:
        self.checked.append(secret)
        assert self.may_go_on.wait(10)
        return is_secret_of(secret, secret_hash)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hashing() -> Hashing:
    return Hashing()


def asked(folder: Path, clock: FakeClock, hashing: Hashing, **access: int) -> CredentialsAuthenticator:
    file = CredentialsFile(written(folder), clock=clock)
    return CredentialsAuthenticator(file, AccessConfig(**access), threads=8, clock=clock, check=hashing)  # type: ignore[arg-type]


@pytest.fixture
def node(tmp_path: Path, clock: FakeClock, hashing: Hashing) -> CredentialsAuthenticator:
    return asked(tmp_path, clock, hashing)


def reason(answer: object) -> RefusalReason:
    assert isinstance(answer, Refusal)
    return answer.reason


def test_a_password_shows_a_user_colons_and_all(node: CredentialsAuthenticator) -> None:
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS


def test_a_token_shows_whose_it_is(node: CredentialsAuthenticator) -> None:
    shown = node.authenticate(bearer(f"eureka_0a1b_{PASSWORD}"), "10.0.0.1")
    assert shown == Principal("ci", frozenset({Role.ADMIN}))


def test_a_certificate_shows_a_user_by_any_of_its_names_in_any_letter_case(node: CredentialsAuthenticator) -> None:
    assert node.authenticate(Head(names=("unknown", "ORDERS.example.org")), "10.0.0.1") == ORDERS
    assert reason(node.authenticate(Head(names=("unknown",)), "10.0.0.1")) is RefusalReason.NO_CREDENTIALS


def test_a_wrong_password_is_not_made_good_by_a_certificate(node: CredentialsAuthenticator) -> None:
    head = basic(password="wrong")
    head.names = ("orders.example.org",)
    assert reason(node.authenticate(head, "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS


def test_who_shows_nothing_is_asked_for_something(node: CredentialsAuthenticator) -> None:
    answer = node.authenticate(Head(), "10.0.0.1")
    assert isinstance(answer, Refusal)
    assert (answer.status, answer.reason, answer.headers) == (401, RefusalReason.NO_CREDENTIALS, (CHALLENGE,))


@pytest.mark.parametrize(
    "head",
    [
        basic(password="wrong"),
        basic(name="nobody"),
        basic(name="only by certificate"),
        bearer("eureka_0a1b_wrong"),
        bearer(f"eureka_ffff_{PASSWORD}"),
    ],
)
def test_who_is_wrong_and_who_is_unknown_cost_the_same(
    node: CredentialsAuthenticator, hashing: Hashing, head: Head
) -> None:
    answer = node.authenticate(head, "10.0.0.1")
    assert isinstance(answer, Refusal)
    assert (answer.status, answer.reason, answer.headers) == (401, RefusalReason.WRONG_CREDENTIALS, (CHALLENGE,))
    assert len(hashing.checked) == 1


@pytest.mark.parametrize("text", ["", "Basic", "Basic !", "Digest x", "Bearer", "Bearer abc", "Basic b3JkZXJz"])
def test_what_cannot_be_read_is_wrong_and_costs_nothing(
    node: CredentialsAuthenticator, hashing: Hashing, text: str
) -> None:
    assert reason(node.authenticate(Head(text), "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS
    assert hashing.checked == []


def test_what_was_right_is_remembered_from_its_last_use(
    node: CredentialsAuthenticator, hashing: Hashing, clock: FakeClock
) -> None:
    for _ in range(4):
        assert node.authenticate(basic(), "10.0.0.1") == ORDERS
        clock.advance(seconds=59)
    assert len(hashing.checked) == 1
    clock.advance(seconds=1)
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    assert len(hashing.checked) == 2


def test_nothing_is_remembered_if_that_is_set(tmp_path: Path, clock: FakeClock, hashing: Hashing) -> None:
    node = asked(tmp_path, clock, hashing, remember_s=0)
    for _ in range(2):
        assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    assert len(hashing.checked) == 2


def test_a_change_of_the_file_ends_what_was_remembered(
    node: CredentialsAuthenticator, clock: FakeClock, tmp_path: Path
) -> None:
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    written(tmp_path, CONTENT.replace(CHEAP, OTHER_CHEAP))
    clock.advance(seconds=1)
    assert reason(node.authenticate(basic(), "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS
    assert node.authenticate(basic(password="another one"), "10.0.0.1") == ORDERS


def test_too_many_failures_make_an_address_wait_but_not_who_is_remembered_there(
    node: CredentialsAuthenticator, hashing: Hashing, clock: FakeClock
) -> None:
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    for number in range(10):
        assert (
            reason(node.authenticate(basic(password=f"wrong {number}"), "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS
        )
    hashing.checked.clear()
    clock.advance(seconds=20)
    answer = node.authenticate(basic(password="wrong again"), "10.0.0.1")
    assert isinstance(answer, Refusal)
    assert (answer.status, answer.reason, answer.headers) == (
        429,
        RefusalReason.CREDENTIALS_RATE,
        (("Retry-After", "40"),),
    )
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    assert hashing.checked == []
    assert reason(node.authenticate(basic(password="wrong"), "10.0.0.2")) is RefusalReason.WRONG_CREDENTIALS
    clock.advance(seconds=40)
    assert reason(node.authenticate(basic(password="wrong"), "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS


def test_failures_are_not_counted_if_that_is_set(tmp_path: Path, clock: FakeClock) -> None:
    node = asked(tmp_path, clock, Hashing(), failures_per_minute=0)
    for _ in range(30):
        assert reason(node.authenticate(Head("Basic !"), "10.0.0.1")) is RefusalReason.WRONG_CREDENTIALS


def test_beyond_half_of_the_threads_checks_are_refused_and_who_is_remembered_passes(
    node: CredentialsAuthenticator, hashing: Hashing
) -> None:
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    hashing.may_go_on.clear()
    hashing.checked.clear()
    answers: list[object] = []

    def guess(number: int) -> None:
        answers.append(node.authenticate(basic(password=f"wrong {number}"), f"10.0.1.{number}"))
        told.release()

    told = threading.Semaphore(0)
    threads = [threading.Thread(target=guess, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(4):  # those beyond the bound are told at once
        assert told.acquire(timeout=10)
    assert {reason(answer) for answer in answers} == {RefusalReason.CREDENTIALS_BUSY}
    assert isinstance(answers[0], Refusal)
    assert (answers[0].status, answers[0].headers) == (503, (("Retry-After", "1"),))
    assert node.authenticate(basic(), "10.0.0.1") == ORDERS
    assert len(hashing.checked) <= 2
    hashing.may_go_on.set()
    for thread in threads:
        thread.join(10)
    assert [reason(answer) for answer in answers[4:]] == [RefusalReason.WRONG_CREDENTIALS] * 4


def test_a_failure_is_logged_by_the_name_of_somebody_known_and_never_with_a_secret(
    node: CredentialsAuthenticator, caplog: pytest.LogCaptureFixture
) -> None:
    node.authenticate(basic(password="my secret guess"), "10.0.0.1")
    node.authenticate(basic(name="my secret name"), "10.0.0.1")
    assert caplog.messages == [
        "credentials refused name='orders' address=10.0.0.1",
        "credentials refused name='unknown' address=10.0.0.1",
    ]
