from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from eureka_py.serving.wsgi import Faces, StartResponse, WsgiApp


def a_face(name: str) -> WsgiApp:
    """Return an application that answers with its name and what it was given."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [name.encode(), environ["PATH_INFO"].encode()]

    return app


NAMES = ["", "/", "/eureka", "/eureka/admin", "/health"]
FACES = Faces({name: a_face(name) for name in NAMES})


def face_for(path: str, faces: Faces = FACES) -> str:
    name, given = faces({"PATH_INFO": path}, lambda status, headers: None)
    assert given.decode() == path, "the path is passed on as it is"
    return name.decode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/eureka", "/eureka"),
        ("/eureka/", "/eureka"),
        ("/eureka/apps/A", "/eureka"),
        ("/health/ready", "/health"),
    ],
)
def test_a_prefix_names_itself_and_all_below(path: str, name: str) -> None:
    assert face_for(path) == name


@pytest.mark.parametrize("path", ["/eureka/admin", "/eureka/admin/x"])
def test_the_longest_prefix_wins(path: str) -> None:
    assert face_for(path) == "/eureka/admin"


@pytest.mark.parametrize("path", ["/eurekas", "/eureka2/apps", "/healthcheck", "/Eureka/apps", "//eureka", "*", ""])
def test_what_no_prefix_names_is_left_to_the_last_face(path: str) -> None:
    assert face_for(path) == ""


def test_the_root_names_nothing_below_it() -> None:
    assert face_for("/") == "/"
    assert face_for("/other") == ""


def test_the_order_of_the_faces_does_not_matter() -> None:
    backwards = Faces({name: a_face(name) for name in reversed(NAMES)})
    for path in ("/", "/eureka/admin/x", "/eureka/x", "/x"):
        assert face_for(path, backwards) == face_for(path)


def test_without_a_last_face_an_unknown_path_is_a_mistake_in_the_composition() -> None:
    with pytest.raises(LookupError):
        face_for("/other", Faces({"/eureka": a_face("")}))


def test_what_a_face_says_is_passed_on() -> None:
    seen: list[Any] = []
    list(FACES({"PATH_INFO": "/eureka"}, lambda *said: seen.append(said)))
    assert seen == [("200 OK", [])]
