from __future__ import annotations

import pytest

from eureka_py.serving.gunicorn_rules import make_bearable, refused_settings
from tests.unit.serving.gunicorn_fakes import gunicorn_config


def test_what_we_set_ourselves_is_bearable() -> None:
    assert list(refused_settings(gunicorn_config())) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("workers", 2),
        ("max_requests", 1),
        ("timeout", 30),
        ("reload", True),
        ("preload_app", True),
        ("reuse_port", True),
        ("worker_class", "sync"),
        ("worker_class", "gthread"),
    ],
)
def test_each_refusal_names_the_setting_and_can_be_put_right(name: str, value: object) -> None:
    cfg = gunicorn_config(**{name: value})
    (refusal,) = refused_settings(cfg)
    assert str(refusal).startswith(f"gunicorn's {name} = {value!r}: expected ")
    make_bearable(cfg)
    assert list(refused_settings(cfg)) == []
