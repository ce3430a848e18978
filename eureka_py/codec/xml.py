"""The XML of Netflix's XStream codec in full, of its Jackson codec in compact. Written for speed: few, long functions.

`feed` is what stands before each child of the element at hand: a line feed and its indent in the full form, nothing in
the compact one, which is thereby known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from eureka_py.codec import xml_reader
from eureka_py.codec.base import (
    AMAZON_CLASS,
    COMPACT_AMAZON_KEYS,
    EMPTY_MAP_CLASS,
    OTHER_CLASS,
    UNSHOWN_SIDS,
    EncodeError,
    exact_size,
    join_applications,
    log_left_out,
)
from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.codec.schema import XML_INSTANCE, read_instance
from eureka_py.codec.xml_names import encode_name
from eureka_py.model import Application, Applications, DataCenterInfo, InstanceInfo

_INDENT = "  "
_FEED = "\n" + _INDENT
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#xd;"}
# Anything but text that stands for itself: what has an entity, and what XML 1.0 cannot hold at all, of which a single
# character would break the list for every reader. One negated set is three times as fast as the two named apart.
_SPECIAL = re.compile("[^\t\n !#-%(-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


class XmlCodec:
    """`application/xml`, without a declaration. Source: Netflix XmlXStream, Converters, EurekaXmlJacksonCodec.

    Other than there, the compact form has the canonical order of fields, and every status is shown as it is.
    """

    content_type = "application/xml"
    separator = b""
    applications_tail = b"</applications>"

    def instance(self, instance: InstanceInfo) -> bytes:
        """Return `<instance>`. Raises: EncodeError."""
        try:
            return _full_instance(instance, _FEED).encode()
        except TypeError as ex:
            raise EncodeError(instance.app_name, instance.id, str(ex)) from ex

    def application(self, app: Application, *, compact: bool) -> bytes:
        """Return `<application>`."""
        return _application(app, "" if compact else _FEED).encode()

    def applications(self, apps: Applications, *, compact: bool) -> bytes:
        """Return `<applications>`."""
        return join_applications(self, apps, compact=compact)

    def applications_head(self, version: int, apps_hashcode: str, *, compact: bool = False) -> bytes:
        """Return the document up to the first application."""
        feed, end = ("", "") if compact else (_FEED, "\n")
        return (
            f"<applications>{feed}<versions__delta>{version}</versions__delta>"
            f"{feed}<apps__hashcode>{_escaped(apps_hashcode)}</apps__hashcode>{end}"
        ).encode()

    def fragment(self, app: Application, *, compact: bool) -> bytes:
        """Return `<application>`; in full with its indent and the line feed after it."""
        text = _application(app, "") if compact else f"{_INDENT}{_application(app, _FEED + _INDENT)}\n"
        return exact_size(text.encode())

    def decode_instance(
        self, body: bytes, *, now_ms: int, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS
    ) -> InstanceInfo:
        """Read `<instance>`. Raises: DecodeError."""
        return read_instance(XML_INSTANCE, xml_reader.parse(body, charset, bounds), now_ms)


def _escaped(text: str) -> str:
    return text if _SPECIAL.search(text) is None else _SPECIAL.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], _REPLACEMENT)


def _application(app: Application, feed: str) -> str:
    parts = [f"<application>{feed}<name>{_escaped(app.name)}</name>"]
    for instance in app.instances:
        try:
            parts.append(_full_instance(instance, feed + _INDENT) if feed else _compact_instance(instance))
        except TypeError as ex:
            log_left_out(instance.app_name, instance.id, str(ex))
    return feed.join(parts) + f"{feed[:-2]}</application>"


def _full_instance(instance: InstanceInfo, feed: str) -> str:
    parts = ["<instance>"]
    add = parts.append
    deeper = feed + _INDENT
    if instance.instance_id is not None:
        add(f"{feed}<instanceId>{_escaped(instance.instance_id)}</instanceId>")
    add(
        f"{feed}<hostName>{_escaped(instance.host_name)}</hostName>"
        f"{feed}<app>{_escaped(instance.app_name)}</app>"
        f"{feed}<ipAddr>{_escaped(instance.ip_addr)}</ipAddr>"
    )
    if instance.sid not in UNSHOWN_SIDS:
        add(f"{feed}<sid>{_escaped(instance.sid)}</sid>")
    add(
        f"{feed}<status>{instance.status.value}</status>"
        f"{feed}<overriddenstatus>{instance.overridden_status.value}</overriddenstatus>"  # lower-case, unlike in JSON
        f'{feed}<port enabled="{"true" if instance.is_port_enabled else "false"}">{instance.port}</port>'
        f'{feed}<securePort enabled="{"true" if instance.is_secure_port_enabled else "false"}">'
        f"{instance.secure_port}</securePort>"
        f"{feed}<countryId>{instance.country_id}</countryId>"
    )
    if instance.data_center_info is not None:
        add(feed + _data_center(instance.data_center_info, deeper))
    lease = instance.lease_info
    add(
        f"{feed}<leaseInfo>"
        f"{deeper}<renewalIntervalInSecs>{lease.renewal_interval_in_secs}</renewalIntervalInSecs>"
        f"{deeper}<durationInSecs>{lease.duration_in_secs}</durationInSecs>"
        f"{deeper}<registrationTimestamp>{lease.registration_timestamp}</registrationTimestamp>"
        f"{deeper}<lastRenewalTimestamp>{lease.last_renewal_timestamp}</lastRenewalTimestamp>"
        f"{deeper}<evictionTimestamp>{lease.eviction_timestamp}</evictionTimestamp>"
        f"{deeper}<serviceUpTimestamp>{lease.service_up_timestamp}</serviceUpTimestamp>"
        f"{feed}</leaseInfo>"
    )
    add(feed + _metadata(instance.metadata, deeper))
    if instance.app_group_name is not None:
        add(f"{feed}<appGroupName>{_escaped(instance.app_group_name)}</appGroupName>")
    if instance.home_page_url is not None:
        add(f"{feed}<homePageUrl>{_escaped(instance.home_page_url)}</homePageUrl>")
    if instance.status_page_url is not None:
        add(f"{feed}<statusPageUrl>{_escaped(instance.status_page_url)}</statusPageUrl>")
    if instance.health_check_url is not None:
        add(f"{feed}<healthCheckUrl>{_escaped(instance.health_check_url)}</healthCheckUrl>")
    if instance.secure_health_check_url is not None:
        add(f"{feed}<secureHealthCheckUrl>{_escaped(instance.secure_health_check_url)}</secureHealthCheckUrl>")
    if instance.vip_address is not None:
        add(f"{feed}<vipAddress>{_escaped(instance.vip_address)}</vipAddress>")
    if instance.secure_vip_address is not None:
        add(f"{feed}<secureVipAddress>{_escaped(instance.secure_vip_address)}</secureVipAddress>")
    is_coordinating = "true" if instance.is_coordinating_discovery_server else "false"
    add(
        f"{feed}<isCoordinatingDiscoveryServer>{is_coordinating}</isCoordinatingDiscoveryServer>"
        f"{feed}<lastUpdatedTimestamp>{instance.last_updated_timestamp}</lastUpdatedTimestamp>"
        f"{feed}<lastDirtyTimestamp>{instance.last_dirty_timestamp}</lastDirtyTimestamp>"
    )
    if instance.action_type is not None:
        add(f"{feed}<actionType>{instance.action_type.value}</actionType>")
    if instance.asg_name is not None:
        add(f"{feed}<asgName>{_escaped(instance.asg_name)}</asgName>")
    add(f"{feed[:-2]}</instance>")
    return "".join(parts)


def _compact_instance(instance: InstanceInfo) -> str:
    parts = ["<instance>"]
    add = parts.append
    if instance.instance_id is not None:
        add(f"<instanceId>{_escaped(instance.instance_id)}</instanceId>")
    add(
        f"<hostName>{_escaped(instance.host_name)}</hostName>"
        f"<app>{_escaped(instance.app_name)}</app>"
        f"<ipAddr>{_escaped(instance.ip_addr)}</ipAddr>"
        f"<status>{instance.status.value}</status>"
        f'<port enabled="{"true" if instance.is_port_enabled else "false"}">{instance.port}</port>'
        f'<securePort enabled="{"true" if instance.is_secure_port_enabled else "false"}">'
        f"{instance.secure_port}</securePort>"
    )
    if instance.data_center_info is not None:
        add(_data_center(instance.data_center_info, ""))
    if instance.vip_address is not None:
        add(f"<vipAddress>{_escaped(instance.vip_address)}</vipAddress>")
    if instance.secure_vip_address is not None:
        add(f"<secureVipAddress>{_escaped(instance.secure_vip_address)}</secureVipAddress>")
    add(f"<lastUpdatedTimestamp>{instance.last_updated_timestamp}</lastUpdatedTimestamp>")
    if instance.action_type is not None:
        add(f"<actionType>{instance.action_type.value}</actionType>")
    if instance.asg_name is not None:
        add(f"<asgName>{_escaped(instance.asg_name)}</asgName>")
    add("</instance>")
    return "".join(parts)


def _data_center(data_center: DataCenterInfo, feed: str) -> str:
    end = f"{feed[:-2]}</dataCenterInfo>"
    name = f"{feed}<name>{_escaped(data_center.name)}</name>"
    if not data_center.is_amazon:
        return f'<dataCenterInfo class="{OTHER_CLASS}">{name}{end}'
    metadata = data_center.metadata
    if not feed:  # compact
        metadata = {key: value for key, value in metadata.items() if key in COMPACT_AMAZON_KEYS}
    return f'<dataCenterInfo class="{AMAZON_CLASS}">{name}{feed}{_metadata(metadata, feed and feed + _INDENT)}{end}'


def _metadata(metadata: Mapping[str, str], feed: str) -> str:
    parts = []
    for key, value in metadata.items():
        if key:  # an element cannot be without a name
            name = encode_name(key)
            parts.append(f"{feed}<{name}>{_escaped(value)}</{name}>")
    if not parts:
        return f'<metadata class="{EMPTY_MAP_CLASS}"/>' if feed else "<metadata/>"  # each codec's own way
    return f"<metadata>{''.join(parts)}{feed[:-2]}</metadata>"
