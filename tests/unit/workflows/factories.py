"""Workflows, with keywords for what a test is about."""

import yaml

from tools.workflows.model import parse

COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1"


def a_step(**fields):
    return {"run": "make help", **fields}


def a_job(*steps, **fields):
    return {
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 10,
        "permissions": {"contents": "read"},
        "steps": [*steps] or [a_step()],
        **fields,
    }


def a_workflow(*jobs, name=".github/workflows/ci.yml", on="push", **fields):
    document = {
        "on": on,
        "permissions": {},
        "concurrency": "one",
        "jobs": {f"job{n}": job for n, job in enumerate(jobs or (a_job(),))},
        **fields,
    }
    kept = {key: value for key, value in document.items() if value is not None}
    return parse(name, yaml.safe_dump(kept, width=1000))


def uses(line, name=".github/workflows/ci.yml"):
    """A workflow whose only step is *line*, comment included."""
    text = yaml.safe_dump(a_workflow(a_job(a_step())).document)
    return parse(name, text.replace("run: make help", f"uses: {line}"))
