"""Bytes to model and back: Eureka's JSON and XML, in full and compact, and its batches of replication. No state."""

from eureka_py.codec.base import Codec, EncodeError
from eureka_py.codec.bounds import Bounds
from eureka_py.codec.compression import TooLargeError, gzip
from eureka_py.codec.content import Content, content_of, plain_body
from eureka_py.codec.negotiation import JSON, XML, accepts_gzip, codec_for, wants_compact
from eureka_py.codec.replication import (
    BadReplicationItem,
    ReplicationItem,
    ReplicationResponse,
    decode_replication_list,
    encode_response_list,
)
from eureka_py.codec.schema import ReplicatedAction

__all__ = [
    "JSON",
    "XML",
    "BadReplicationItem",
    "Bounds",
    "Codec",
    "Content",
    "EncodeError",
    "ReplicatedAction",
    "ReplicationItem",
    "ReplicationResponse",
    "TooLargeError",
    "accepts_gzip",
    "codec_for",
    "content_of",
    "decode_replication_list",
    "encode_response_list",
    "gzip",
    "plain_body",
    "wants_compact",
]
