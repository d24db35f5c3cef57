"""The inputs of a network; a change of any replaces it."""

from plugins.docker.fields import LABELS, flag, text
from plugins.docker.kinds import Many, Property, Record, Table, Text, TextMap

_IPAM_CONFIGS = Many(
    of=Record(
        fields={
            "subnet": text(computed=True),
            "ipRange": text(computed=True),
            "gateway": text(computed=True),
            "auxAddress": Property(kind=TextMap()),
        }
    )
)

NETWORK = Table(
    token="docker:index/network:Network",  # noqa: S106 - a type token
    inputs={
        "name": text(),
        "attachable": flag(),
        "driver": text(computed=True),
        "ingress": flag(),
        "internal": Property(kind=flag().kind, computed=True),
        "ipamConfigs": Property(kind=_IPAM_CONFIGS, computed=True),
        "ipamDriver": Property(kind=Text(), default="default"),
        "ipamOptions": Property(kind=TextMap()),
        "ipv6": flag(),
        "labels": Property(kind=LABELS),
        "options": Property(kind=TextMap(), computed=True),
    },
    outputs=("scope",),
)
