"""Whether this node serves, at `/healthcheck`."""

from __future__ import annotations

import falcon


class HealthCheckResource:
    """A node that answers is UP. Source: Netflix HealthCheckResource."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200, empty."""
        resp.status = falcon.HTTP_200
