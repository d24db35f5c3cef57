"""A network's inputs as the Engine API takes them, and its outputs from a report."""

from collections.abc import Mapping
from typing import Any

from plugins.docker.comparing import settle
from plugins.docker.kinds import Values
from plugins.docker.naming import MARK
from plugins.docker.network.table import NETWORK

_IPAM = {"subnet": "Subnet", "ipRange": "IPRange", "gateway": "Gateway"}


def creation(inputs: Mapping[str, Any], marks: Mapping[str, str]) -> dict[str, Any]:
    """Return what docker-py's ``create_network`` takes."""
    labels = {i["label"]: i["value"] for i in inputs.get("labels", ())}
    return {
        "name": inputs["name"],
        # Old engines would make a second network of the same name.
        "check_duplicate": True,
        "driver": inputs.get("driver"),
        "internal": inputs.get("internal", False),
        "attachable": inputs.get("attachable", False),
        "ingress": inputs.get("ingress", False),
        "enable_ipv6": inputs.get("ipv6", False),
        # Not among the labels: the official plugin reads those back and would see a
        # difference; options that nobody asked for it leaves alone.
        "options": {**inputs.get("options", {}), **marks},
        "labels": labels,
        "ipam": {
            "Driver": inputs.get("ipamDriver", "default"),
            "Options": inputs.get("ipamOptions", {}),
            "Config": [_pool(item) for item in inputs.get("ipamConfigs", ())],
        },
    }


def _pool(item: Mapping[str, Any]) -> dict[str, Any]:
    body = {name: item[key] for key, name in _IPAM.items() if item.get(key)}
    return {**body, "AuxiliaryAddresses": item.get("auxAddress", {})}


def outputs(report: Mapping[str, Any], recorded: Values) -> Values:
    """Return all the outputs of the network that ``GET /networks/{id}`` reports."""
    labels = report.get("Labels") or {}
    options = report.get("Options") or {}
    ipam = report["IPAM"]
    seen: Values = {
        "name": report["Name"],
        "attachable": report["Attachable"],
        "driver": report["Driver"],
        "ingress": report["Ingress"],
        "internal": report["Internal"],
        "ipamConfigs": [_observed_pool(item) for item in ipam.get("Config") or ()],
        "ipamDriver": ipam["Driver"],
        "ipamOptions": ipam.get("Options") or {},
        "ipv6": report["EnableIPv6"],
        "labels": [{"label": k, "value": v} for k, v in sorted(labels.items())],
        "options": {k: v for k, v in options.items() if k != MARK},
    }
    settled = {
        name: settle(NETWORK.inputs[name], recorded.get(name), value)
        for name, value in seen.items()
    }
    found: Values = {**recorded, **settled, "scope": report["Scope"]}
    return {name: value for name, value in found.items() if value is not None}


def _observed_pool(item: Mapping[str, Any]) -> Any:
    body: dict[str, Any] = {
        key: item[name] for key, name in _IPAM.items() if item.get(name)
    }
    if auxiliary := item.get("AuxiliaryAddresses") or item.get("AuxAddress"):
        body["auxAddress"] = auxiliary
    return body
