"""Kinds of the container's structured inputs."""

from plugins.docker.fields import (
    DURATION,
    LABELS,
    ORDERED_TEXTS,
    TEXTS,
    address,
    capability,
    flag,
    matching,
    one_of,
    text,
    texts,
    whole,
)
from plugins.docker.kinds import Flag, Many, Property, Record, Text, TextMap, Whole

_CAPABILITY_SET = Property(kind=Many(of=Text(canonical=capability)))
CAPABILITIES = Record(fields={"adds": _CAPABILITY_SET, "drops": _CAPABILITY_SET})

DEVICES = Many(
    of=Record(
        fields={
            "hostPath": text(required=True),
            "containerPath": text(computed=True),
            "permissions": Property(kind=Text(), default="rwm"),
        }
    )
)

_DURATION = Property(kind=DURATION, default="0s")
HEALTHCHECK = Record(
    fields={
        "tests": Property(kind=ORDERED_TEXTS),
        "interval": _DURATION,
        "timeout": _DURATION,
        "startPeriod": _DURATION,
        "startInterval": _DURATION,
        "retries": Property(kind=Whole(minimum=0), default=0),
    }
)

HOSTS = Many(of=Record(fields={"host": text(required=True), "ip": text(required=True)}))

MOUNTS = Many(
    of=Record(
        fields={
            "target": text(required=True),
            "source": text(),
            "type": Property(kind=one_of("bind", "volume", "tmpfs"), required=True),
            "readOnly": flag(default=False),
            "bindOptions": Property(
                kind=Record(
                    fields={
                        "propagation": Property(
                            kind=one_of(
                                "private",
                                "rprivate",
                                "shared",
                                "rshared",
                                "slave",
                                "rslave",
                            )
                        )
                    }
                )
            ),
            "volumeOptions": Property(
                kind=Record(
                    fields={
                        "noCopy": flag(default=False),
                        "labels": Property(kind=LABELS),
                        "driverName": text(),
                        "driverOptions": Property(kind=TextMap()),
                    }
                )
            ),
            "tmpfsOptions": Property(
                kind=Record(fields={"sizeBytes": whole(0), "mode": whole(0)})
            ),
        }
    )
)

NETWORKS = Many(
    of=Record(
        fields={
            "name": text(required=True),
            "aliases": Property(kind=TEXTS),
            "driverOpts": texts(),
            "ipv4Address": text(),
            "ipv6Address": text(),
            "linkLocalIps": texts(),
            "macAddress": text(),
        }
    )
)

PORTS = Many(
    of=Record(
        fields={
            "internal": whole(1, required=True),
            "external": Property(kind=Whole(minimum=0), computed=True),
            "ip": Property(kind=Text(canonical=address), default=address("")),
            "protocol": Property(kind=one_of("tcp", "udp", "sctp"), default="tcp"),
        }
    )
)

ULIMITS = Many(
    of=Record(
        fields={
            "name": text(required=True),
            "soft": whole(required=True),
            "hard": whole(required=True),
        }
    )
)

VOLUMES = Many(
    of=Record(
        fields={
            "containerPath": text(),
            "fromContainer": text(),
            "hostPath": Property(kind=matching(r"/.*|[A-Za-z]:.*", "/absolute/path")),
            "readOnly": Property(kind=Flag(), default=False),
            "selinuxRelabel": Property(kind=one_of("z", "Z")),
            "volumeName": text(),
        }
    )
)
