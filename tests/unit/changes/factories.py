"""Steps of a preview as Pulumi prints them, to be changed by one thing."""

import json
from datetime import date

from tools.changes import preview
from tools.changes.report import Given, report
from tools.changes.resources import changes

STACK = "rpt"
TODAY = date(2026, 12, 1)
CONTAINER = "docker:index/container:Container"
VOLUME = "docker:index/volume:Volume"
NETWORK = "docker:index/network:Network"
FOLDER = "pulumi-python:dynamic/pharos:Folder"
RELOAD = "pulumi-python:dynamic/pharos:Reload"
_WORKLOAD = "pharos:docker:Workload"


def urn(type_, name, *, parent=""):
    types = f"{parent}${type_}" if parent else type_
    return f"urn:pulumi:{STACK}::pharos::{types}::{name}"


def state(type_, name, inputs, **others):
    service = name.removesuffix("-config").removesuffix("-reload")
    parent = urn(_WORKLOAD, service)
    return {"type": type_, "inputs": inputs, "parent": parent, **others}


def step(op, type_, name, before=None, after=None, **others):
    found = {"op": op, "urn": urn(type_, name, parent=_WORKLOAD), **others}
    if before is not None:
        found["oldState"] = state(type_, name, before)
    if after is not None:
        found["newState"] = state(type_, name, after)
    return found


def container(**changed):
    labels = {"pharos.service": "items", "pharos.owner": "shop"}
    given = {
        "image": "sha256:" + 64 * "a",
        "memory": 256,
        "cpus": "1",
        "destroyGraceSeconds": 30,
        "labels": [{"label": key, "value": value} for key, value in labels.items()],
        **changed,
    }
    return {key: value for key, value in given.items() if value is not None}


def replaced(before, after, *because):
    reasons = {"replaceReasons": list(because), "diffReasons": list(because)}
    return [
        step(op, CONTAINER, "items", before, after, **reasons)
        for op in ("delete-replaced", "replace", "create-replacement")
    ]


def volume(op, before=None, after=None, *, name="items-data", **others):
    return step(op, VOLUME, name, before, after, **others)


def text(*steps, **others):
    root = {"op": "same", "urn": urn("pulumi:pulumi:Stack", f"pharos-{STACK}")}
    return json.dumps({"steps": [root, *steps], **others})


def parsed(*steps, **others):
    return preview.parse(text(*steps, **others))


def found(*steps):
    return changes(parsed(*steps))


def reported(*steps, **given):
    return report(parsed(*steps), Given(today=TODAY, **given))
