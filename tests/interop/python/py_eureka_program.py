"""py_eureka_client in a process of its own, steered like the Java programs: one JSON object per line in, one out."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from typing import Any, TextIO
from urllib.parse import urlsplit

from py_eureka_client import eureka_client, logger


class Program:
    """Answers commands until "shutdown" has been answered, or until nobody asks any more."""

    def __init__(self, loop: asyncio.AbstractEventLoop, answers: TextIO) -> None:
        self._loop = loop
        self._answers = answers
        self._client: Any = None

    def serve(self) -> None:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(self._answer_to(request)), file=self._answers, flush=True)
            if request["do"] == "shutdown":
                os._exit(0)  # at once: its heartbeat thread goes on after stop(), and would register again
        os._exit(1)

    def _answer_to(self, request: dict[str, Any]) -> dict[str, Any]:
        commands = {
            "start": self._start,
            "registry": self._registry,
            "self": self._own_instance,
            "discover": self._discover,
            "shutdown": self._shut_down,
        }
        try:
            return {"result": commands[request["do"]](request)}
        except Exception as ex:  # whatever it is, the test shall see it
            logging.getLogger(__name__).exception("command failed: %s", request["do"])
            return {"error": repr(ex)}

    def _start(self, request: dict[str, Any]) -> bool:
        self._client = eureka_client.EurekaClient(
            eureka_server=request["server"],
            app_name=request["app"],
            instance_id=request["instance_id"],
            instance_host=request["host"],
            instance_ip=request["ip"],
            instance_port=request["port"],
            renewal_interval_in_secs=request["renewal_interval"],
            duration_in_secs=request["duration"],
            metadata=request["metadata"],
        )
        self._loop.run_until_complete(self._client.start())
        return True

    def _registry(self, request: dict[str, Any]) -> dict[str, Any]:
        instances = {}
        for application in self._client.applications.applications:
            for instance in application.instances:
                instances[instance.instanceId] = _described(instance)
        return {"hash": self._client._EurekaClient__get_applications_hash(), "instances": instances}

    def _own_instance(self, request: dict[str, Any]) -> dict[str, Any]:
        own = self._client._EurekaClient__instance
        return {"status": own["status"], "last_dirty_timestamp": int(own["lastDirtyTimestamp"])}

    def _discover(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """Walk to the instance that a call would go to, and return where it is instead of calling it."""
        walk = self._client.walk_nodes(request["app"], "path", walker=urlsplit)
        place = self._loop.run_until_complete(walk)
        return [{"host": place.hostname, "port": place.port}]

    def _shut_down(self, request: dict[str, Any]) -> bool:
        if self._client is not None:
            self._loop.run_until_complete(self._client.stop())
        return True


def _described(instance: Any) -> dict[str, Any]:
    return {
        "app": instance.app,
        "host": instance.hostName,
        "ip": instance.ipAddr,
        "port": instance.port.port,
        "port_enabled": instance.port.enabled,
        "vip": instance.vipAddress,
        "status": instance.status,
        "metadata": instance.metadata,
        "renewal_interval": instance.leaseInfo.renewalIntervalInSecs,
        "duration": instance.leaseInfo.durationInSecs,
        "data_center": instance.dataCenterInfo.name,
        "data_center_class": instance.dataCenterInfo.className,
        "action": instance.actionType,
    }


if __name__ == "__main__":
    own_stdout = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the client logs to stdout belongs with the other logs
    logger.set_level("DEBUG")
    Program(asyncio.new_event_loop(), own_stdout).serve()
