"""Mounts and volumes as the Engine API takes and reports them."""

from collections.abc import Iterable, Mapping
from typing import Any

Inputs = Mapping[str, Any]


def mount(item: Inputs) -> dict[str, Any]:
    """Return one of ``mounts`` as the Engine API takes it."""
    body: dict[str, Any] = {
        "Type": item["type"],
        "Target": item["target"],
        "Source": item.get("source", ""),
        "ReadOnly": item.get("readOnly", False),
    }
    # The engine refuses the options of one type on a mount of another.
    match item["type"]:
        case "bind" if "bindOptions" in item:
            propagation = item["bindOptions"].get("propagation", "")
            body["BindOptions"] = {"Propagation": propagation}
        case "volume" if "volumeOptions" in item:
            body["VolumeOptions"] = _volume_options(item["volumeOptions"])
        case "tmpfs" if "tmpfsOptions" in item:
            options = item["tmpfsOptions"]
            body["TmpfsOptions"] = {
                "SizeBytes": options.get("sizeBytes", 0),
                "Mode": options.get("mode", 0),
            }
    return body


def _volume_options(options: Inputs) -> dict[str, Any]:
    body: dict[str, Any] = {
        "NoCopy": options.get("noCopy", False),
        "Labels": {i["label"]: i["value"] for i in options.get("labels", ())},
    }
    if options.get("driverName") or options.get("driverOptions"):
        body["DriverConfig"] = {
            "Name": options.get("driverName", ""),
            "Options": options.get("driverOptions", {}),
        }
    return body


def observed_mount(body: Inputs) -> dict[str, Any]:
    """Return a mount that the engine reports as the program writes it."""
    item: dict[str, Any] = {
        "type": body["Type"],
        "target": body["Target"],
        "source": body.get("Source", ""),
        "readOnly": body.get("ReadOnly", False),
    }
    if "BindOptions" in body:
        item["bindOptions"] = {
            "propagation": body["BindOptions"].get("Propagation", "")
        }
    if "VolumeOptions" in body:
        item["volumeOptions"] = _observed_volume_options(body["VolumeOptions"])
    if "TmpfsOptions" in body:
        options = body["TmpfsOptions"]
        item["tmpfsOptions"] = {
            "sizeBytes": options.get("SizeBytes", 0),
            "mode": options.get("Mode", 0),
        }
    return item


def _observed_volume_options(options: Inputs) -> dict[str, Any]:
    driver = options.get("DriverConfig") or {}
    labels = options.get("Labels") or {}
    return {
        "noCopy": options.get("NoCopy", False),
        "labels": [{"label": k, "value": v} for k, v in labels.items()],
        "driverName": driver.get("Name", ""),
        "driverOptions": driver.get("Options") or {},
    }


def binds(volumes: Iterable[Inputs]) -> list[str]:
    """Return ``volumes`` that have a source, each as ``source:path:mode``."""
    return [
        f"{source}:{volume['containerPath']}:{_mode(volume)}"
        for volume in volumes
        if (source := volume.get("hostPath") or volume.get("volumeName"))
    ]


def _mode(volume: Inputs) -> str:
    relabel = volume.get("selinuxRelabel")
    access = "ro" if volume.get("readOnly") else "rw"
    return f"{access},{relabel}" if relabel else access
