"""Where this server deliberately answers otherwise than Netflix's, exchange by exchange. See docs/compatibility.md.

Each difference turns a recorded response into the one that is wanted instead. What is not listed has to be equal.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.golden.recording import Exchange, Response, exchanges

JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}

Wanted = Callable[[Exchange], Response]


@dataclass(frozen=True)
class Difference:
    """Some exchanges, why they differ, and what is wanted."""

    numbers: tuple[int, ...]
    why: str
    wanted: Wanted
    is_order_significant: bool = True
    is_body_compared: bool = True


def _recorded(number: int) -> Response:
    return exchanges("netflix-2.0.6")[number - 1].response


def empty(status: int) -> Wanted:
    """Want a status without a body."""
    return lambda exchange: Response(status, {}, "")


def body(status: int, headers: Mapping[str, str], text: str) -> Wanted:
    """Want just this."""
    return lambda exchange: Response(status, headers, text)


def header(name: str, value: str) -> Wanted:
    """Want the recorded response with one other header."""
    return lambda exchange: dataclasses.replace(exchange.response, headers={**exchange.response.headers, name: value})


def as_recorded_in(numbers: Mapping[int, int]) -> Wanted:
    """Want what was recorded in another exchange."""
    return lambda exchange: _recorded(numbers[exchange.number])


def edited(edit: Callable[[str], str]) -> Wanted:
    """Want the recorded response with another body."""
    return lambda exchange: dataclasses.replace(exchange.response, body=edit(exchange.response.body or ""))


def replaced(pattern: str, replacement: str) -> Wanted:
    """Want the recorded body with something else in it."""
    return edited(lambda text: re.sub(pattern, replacement, text))


def with_fields(fields: Mapping[str, Any]) -> Wanted:
    """Want the recorded JSON application with other fields in its one instance, in the order of the wire."""

    def edit(text: str) -> str:
        document = json.loads(text)
        instance = document["application"]["instance"][0]
        merged = {**instance, **fields}
        order = [name for name in FIELD_ORDER if name in merged]
        document["application"]["instance"] = [{name: merged[name] for name in order}]
        return json.dumps(document)

    return edited(edit)


FIELD_ORDER = (
    *("instanceId", "hostName", "app", "ipAddr", "status", "overriddenStatus", "port", "securePort", "countryId"),
    *("dataCenterInfo", "leaseInfo", "metadata", "appGroupName", "homePageUrl", "statusPageUrl", "healthCheckUrl"),
    *("secureHealthCheckUrl", "vipAddress", "secureVipAddress", "isCoordinatingDiscoveryServer"),
    *("lastUpdatedTimestamp", "lastDirtyTimestamp", "actionType", "asgName"),
)

CANNOT_PARSE = '{"error": "cannot parse request body"}'


def _numbers(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def _by_four(numbers: tuple[int, ...], first: int) -> dict[int, int]:
    """Map exchanges that come in fours (apps, apps gzipped, app, instance) to the four that start at `first`."""
    return {number: first + position % 4 for position, number in enumerate(numbers)}


_NOT_JSON_NOR_XML = (*_numbers(316, 319), *_numbers(328, 339))
_BARE_JSON = _numbers(372, 375)
_UNLISTED = (37, 44, 50)

DIFFERENCES = (
    Difference((161, 189, 193, 195, 207), "a bad status or timestamp is the client's fault: 400, not 500", empty(400)),
    Difference((191,), "a status in lower case is understood", empty(200)),
    Difference((120,), "a registration of `null` is the client's fault: 400, not 500", body(400, JSON, CANNOT_PARSE)),
    Difference((435,), "a batch without a list is the client's fault: 400, not 500", body(400, JSON, CANNOT_PARSE)),
    Difference((446,), "Netflix's /status fails in JSON", body(200, JSON, ""), is_body_compared=False),
    Difference((447,), "the root of /status is not a Java class", body(200, XML, ""), is_body_compared=False),
    Difference((449,), "serverinfo is served below the version as well", body(200, JSON, "{}")),
    Difference(
        _NOT_JSON_NOR_XML, "who accepts neither gets XML, not 406", as_recorded_in(_by_four(_NOT_JSON_NOR_XML, 304))
    ),
    Difference(_BARE_JSON, "`json` means JSON", as_recorded_in(_by_four(_BARE_JSON, 320))),
    Difference((137,), "Accept does not matter where the answer has no body", empty(204)),
    Difference((122,), "a missing Content-Type is guessed", empty(204)),
    Difference((438,), "a missing Content-Type is guessed", body(200, JSON, '{"responseList":[]}')),
    Difference((36, 43, 49), "forms that clients in the field send are accepted", empty(204)),
    Difference(_UNLISTED, "what was accepted is shown", body(200, JSON, ""), is_body_compared=False),
    Difference(
        (55, 57),
        "a status in lower case or empty is understood",
        edited(
            lambda text: text.replace('"status":"UNKNOWN"', '"status":"UP"').replace('UpTimestamp":0', 'UpTimestamp":1')
        ),
    ),
    Difference(
        (29,),
        "the field after an Amazon data center without metadata is not lost",
        replaced('"lastDirtyTimestamp":"[0-9]+"', '"lastDirtyTimestamp":"1700000000000"'),
    ),
    Difference(
        (30,),
        "the field after an Amazon data center without metadata is not lost",
        replaced("<lastDirtyTimestamp>[0-9]+<", "<lastDirtyTimestamp>1700000000000<"),
    ),
    Difference(
        (16, 17, 18, 19, 23, 24),
        "metadata without a value is no metadata",
        replaced(r'"nul":"null",?|,"nul":"null"|\s*<nul>null</nul>', ""),
    ),
    Difference(
        (134,),
        "one bad number in a lease takes nothing else along",
        with_fields(
            {
                "metadata": {"zone": "z1", "a_b": "under_score", "sp ace": "v"},
                "homePageUrl": "http://xml.example.org:8080/",
                "statusPageUrl": "http://xml.example.org:8080/Status",
                "healthCheckUrl": "http://xml.example.org:8080/healthcheck",
                "vipAddress": "xmlapp",
                "secureVipAddress": "xmlapp-s",
                "lastDirtyTimestamp": "1700000000000",
            }
        ),
    ),
    Difference(
        (187,), "XML of one instance tells the true status", replaced("<status>DOWN<", "<status>OUT_OF_SERVICE<")
    ),
    Difference((348, 350), "the label says what the body is", header("Content-Type", "application/json")),
    Difference((351,), "who accepts both gets JSON everywhere", as_recorded_in({351: 347})),
    Difference(
        (356, 357, 358),
        "letter case does not matter in Accept",
        as_recorded_in({356: 320, 357: 321, 358: 322}),
    ),
    Difference((324, 326, 327), "no charset is echoed", header("Content-Type", "application/json")),
    Difference(
        (95, 97, 101, 105, 107, 108, 109, 110, 113, 114),
        "a sentence is plain text",
        header("Content-Type", "text/plain"),
    ),
    Difference((301,), "gzip;q=0 means no gzip", as_recorded_in({301: 302})),
    Difference(
        (4, 249, 252, 388, 397),
        "compact JSON leaks no bean property, and has the head first",
        replaced(r'"registeredApplicationsEmpty":(true|false|\[\]|null),', ""),
        is_order_significant=False,
    ),
    Difference(
        (9, 278, 281),
        "compact XML leaks no bean property, and has the head first",
        replaced(r"<registeredApplicationsEmpty>.*?</registeredApplicationsEmpty>|<registeredApplicationsEmpty/>", ""),
        is_order_significant=False,
    ),
    Difference(
        (20, 21, 25, 250, 279, 376),
        "compact instances have their fields in the order of full ones",
        lambda exchange: exchange.response,
        is_order_significant=False,
    ),
    Difference(
        (471, 474, 477, 480, 483, 486, 489, 492, 495),
        "OPTIONS answers in its headers alone",
        lambda exchange: Response(200, {"Allow": exchange.response.headers["Allow"]}, ""),
    ),
    Difference((455, 456), "repeated slashes count as one", body(200, JSON, ""), is_body_compared=False),
    Difference((427,), "a bad item fails alone", body(200, JSON, '{"responseList":[{"statusCode":400}]}')),
    Difference((430,), "an unknown field is ignored", body(200, JSON, '{"responseList":[{"statusCode":404}]}')),
    Difference(
        (410, 421, 428, 429),
        "a bad item is the sender's fault: 400, not 500",
        body(200, JSON, '{"responseList":[{"statusCode":400}]}'),
    ),
    Difference((432, 433), "batches are answered in JSON", body(200, JSON, '{"responseList":[{"statusCode":404}]}')),
    Difference(
        (394,),
        "a delta does not outlive its records",
        body(200, JSON, '{"applications":{"versions__delta":"1","apps__hashcode":"UP_1_","application":[]}}'),
    ),
    Difference(
        (466, 467),
        "the pages are at / and /lastn",
        body(200, {"Content-Type": "text/html; charset=utf-8"}, ""),
        is_body_compared=False,
    ),
    Difference((468, 469), "404 has no body", empty(404)),
)

BY_NUMBER = {number: difference for difference in DIFFERENCES for number in difference.numbers}

NOT_COMPARABLE = frozenset((266, 295, 380))
"""Deltas whose content hung on the second in which the recorded server swept its queue."""
