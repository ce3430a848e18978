"""Is the node alive, and may it get traffic? For load balancers and orchestrators."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from eureka_py.ops.json_answer import answer_json


class LiveResource:
    """A process that answers is alive, at `/health/live`."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 `{"status": "UP"}`."""
        answer_json(resp, {"status": "UP"})


class ReadyResource:
    """Whether the registry is whole enough to be read by clients, at `/health/ready`."""

    def __init__(self, is_ready: Callable[[], bool]) -> None:
        self._is_ready = is_ready

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 `{"status": "UP"}`, or 503 `{"status": "OUT_OF_SERVICE"}`, words as Spring's health has them."""
        is_ready = self._is_ready()
        answer_json(resp, {"status": "UP" if is_ready else "OUT_OF_SERVICE"})
        resp.status = falcon.HTTP_200 if is_ready else falcon.HTTP_503
