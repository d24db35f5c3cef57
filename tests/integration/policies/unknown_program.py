"""Declares containers whose properties nobody knows before the network is there."""

import pulumi

network = pulumi.CustomResource(
    "docker:index/network:Network", "net", {"name": "pharos-policies-unknown"}
)
unknown = network.id
pulumi.CustomResource(
    "docker:index/container:Container",
    "all-unknown",
    {
        "name": "pharos-policies-unknown",
        "image": unknown,
        "user": unknown,
        "networkMode": unknown,
        "command": [unknown],
        "envs": [unknown],
        "cpus": unknown,
        "logDriver": unknown,
        "mounts": [{"type": "bind", "source": unknown, "target": "/x"}],
        "ports": [{"internal": 1, "external": 8080, "ip": unknown}],
        "labels": [{"label": "pharos.service", "value": unknown}],
        "capabilities": {"drops": [unknown]},
        "securityOpts": [unknown],
        "healthcheck": {"tests": [unknown]},
    },
)
