"""Auto scaling groups, at `/asg/{asg_name}/status`."""

from __future__ import annotations

import falcon


class AsgResource:
    """Refuses: there is no Amazon API behind this registry. Source: Netflix ASGResource off Amazon."""

    def on_put(self, req: falcon.Request, resp: falcon.Response, asg_name: str) -> None:
        """Answer 400, which a peer that replicates the status of a group takes as final."""
        resp.status = falcon.HTTP_400
