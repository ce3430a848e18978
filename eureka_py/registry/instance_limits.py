"""What one instance may hold. Pure, and fast for the usual one: it stands before every registration."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eureka_py.config import LimitsConfig
from eureka_py.lease.registration import RegisterKind, RegisterOutcome
from eureka_py.model import InstanceInfo

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold. Line breaks and tabs of metadata values can be written: certificates have them."""
_NOTHING: Mapping[str, str] = {}


class InstanceLimits:
    """Refuses what is too large, too many, or holds characters that some format or log cannot take."""

    def __init__(self, config: LimitsConfig) -> None:
        self._config = config

    def refusal(self, instance: InstanceInfo) -> RegisterOutcome | None:
        """Return why an instance is refused, None if it is not. Its size is judged before what size makes slow."""
        data_center = instance.data_center_info
        amazon = data_center.metadata if data_center is not None else _NOTHING
        names = _names(instance) + "".join(amazon)
        if instance.metadata:
            names += "".join(instance.metadata)
        values = "".join([*instance.metadata.values(), *amazon.values()])
        return (
            self._refused_by_size(instance, amazon, names, values)
            or _refused_by_characters(names, values)
            or self._refused_by_names(instance)
        )

    def _refused_by_size(
        self, instance: InstanceInfo, amazon: Mapping[str, str], names: str, values: str
    ) -> RegisterOutcome | None:
        config = self._config
        if _bytes(names) + _bytes(values) > config.instance_bytes:
            return _too_large(f"Instance larger than {config.instance_bytes} bytes")
        if len(instance.metadata) > config.metadata_entries or len(amazon) > config.metadata_entries:
            return _too_large(f"More than {config.metadata_entries} metadata entries")
        # Nearly always all texts together are smaller than the metadata may be, and need no second count.
        if 4 * (len(names) + len(values)) > config.metadata_bytes and any(
            _bytes("".join([*metadata, *metadata.values()])) > config.metadata_bytes
            for metadata in (instance.metadata, amazon)
        ):
            return _too_large(f"Metadata larger than {config.metadata_bytes} bytes")
        return None

    def _refused_by_names(self, instance: InstanceInfo) -> RegisterOutcome | None:
        config = self._config
        if len(instance.app_name) > config.name_length:
            return _bad_text(f"Application name longer than {config.name_length} characters")
        if len(instance.id) > config.id_length:
            return _bad_text(f"Instance id longer than {config.id_length} characters")
        for listed, addresses in (
            (instance.vip_address, instance.vip_addresses),
            (instance.secure_vip_address, instance.secure_vip_addresses),
        ):
            if listed is None or ("," not in listed and len(listed) <= config.name_length):
                continue
            split = addresses()
            if len(split) > config.vip_addresses:
                return _too_large(f"More than {config.vip_addresses} VIP addresses")
            if any(len(address) > config.name_length for address in split):
                return _bad_text(f"VIP address longer than {config.name_length} characters")
        return None


def _refused_by_characters(names: str, values: str) -> RegisterOutcome | None:
    # What is printable holds none of these, and is known to be so ten times as fast. Most that is not is harmless.
    if not names.isprintable() and (_CONTROL.search(names) or not _is_unicode(names)):
        return _bad_text("Control characters, or half a character, in a name, address or other text")
    if not values.isprintable() and (_UNWRITABLE.search(values) or not _is_unicode(values)):
        return _bad_text("Characters in a metadata value that XML cannot hold")
    return None


def _names(instance: InstanceInfo) -> str:
    """Return all texts but metadata."""
    data_center = instance.data_center_info
    return "".join(
        (
            instance.instance_id or "",
            instance.host_name,
            instance.app_name,
            instance.ip_addr,
            instance.sid,
            data_center.name if data_center is not None else "",
            instance.app_group_name or "",
            instance.home_page_url or "",
            instance.status_page_url or "",
            instance.health_check_url or "",
            instance.secure_health_check_url or "",
            instance.vip_address or "",
            instance.secure_vip_address or "",
            instance.asg_name or "",
        )
    )


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _too_large(sentence: str) -> RegisterOutcome:
    return RegisterOutcome(RegisterKind.TOO_LARGE, sentence)


def _bad_text(sentence: str) -> RegisterOutcome:
    return RegisterOutcome(RegisterKind.BAD_TEXT, sentence)
