"""The inputs of a volume; a change of any replaces it."""

from plugins.docker.fields import LABELS, text
from plugins.docker.kinds import Property, Table, TextMap

VOLUME = Table(
    token="docker:index/volume:Volume",  # noqa: S106 - a type token
    inputs={
        "name": text(computed=True),
        "driver": text(computed=True),
        "driverOpts": Property(kind=TextMap()),
        "labels": Property(kind=LABELS),
    },
    outputs=("mountpoint",),
    refused={"cluster": "volumes of a Swarm are not translated"},
)
