"""Chromium without a window, and what it did while it showed a page."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

SCREENSHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"
SENTINEL = "window.scriptsThatRan"
"""What every hostile script counts up."""

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-default-browser-check"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Browser:
    """One browser, used for one page after the other."""

    def __init__(self) -> None:
        options = ChromeOptions()
        options.binary_location = _path_of("chromium")
        for flag in _FLAGS:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        # With a path given, Selenium does not look for a driver anywhere else.
        self._driver = Chrome(options=options, service=Service(executable_path=_path_of("chromedriver")))
        self._driver.set_page_load_timeout(30)
        self._events: list[dict[str, Any]] = []

    def close(self) -> None:
        self._driver.quit()

    def open(self, url: str, *, width: int = 1280, scheme: str = "light") -> None:
        """Show a page, after forgetting all that was before."""
        self._send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self._send("Emulation.setScrollbarsHidden", hidden=True)
        self._send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self._driver.get("about:blank")
        self._driver.get_log("performance")  # type: ignore[no-untyped-call]
        self._driver.get_log("browser")  # type: ignore[no-untyped-call]
        self._events = []
        self._driver.get(url)

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression; the page's policy does not bind a driver."""
        return self._driver.execute_script(f"return {expression}")

    def scripts_that_ran(self) -> int:
        """Return how many hostile scripts ran, after every image and timer had its chance."""
        self._driver.execute_async_script("setTimeout(arguments[0], 100)")
        return int(self.run(f"{SENTINEL} || 0"))

    def has_dialog(self) -> bool:
        try:
            self._driver.switch_to.alert.dismiss()
        except NoAlertPresentException:
            return False
        return True

    def requested(self) -> set[str]:
        """Return every address that the page asked for, itself included."""
        return {event["request"]["url"] for event in self._all("Network.requestWillBeSent")}

    def answers(self) -> dict[str, tuple[int, Mapping[str, str]]]:
        """Return status and headers, with names in lower case, of every answer by its address without credentials."""
        responses = [event["response"] for event in self._all("Network.responseReceived")]
        return {
            re.sub("//[^/]*@", "//", response["url"]): (
                response["status"],
                {name.lower(): value for name, value in response["headers"].items()},
            )
            for response in responses
        }

    def complaints(self) -> list[str]:
        """Return what the console says, as of a script that the page's policy stopped."""
        entries: list[dict[str, Any]] = self._driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries]

    def screenshot(self, name: str) -> None:
        """Save the whole page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        answer = self._send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(answer["data"]))

    def _send(self, command: str, **parameters: Any) -> Any:
        return self._driver.execute_cdp_cmd(command, parameters)

    def _all(self, kind: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._driver.get_log("performance")  # type: ignore[no-untyped-call]
        self._events += [json.loads(entry["message"])["message"] for entry in entries]
        return [event["params"] for event in self._events if event["method"] == kind]


def _path_of(tool: str) -> str:
    path = shutil.which(tool)
    assert path is not None
    return path
