"""Good programs that come close to what each policy refuses: policy, resource."""

from catalog.exceptions import CAPABILITIES, HOST_FOLDERS
from tests.unit.policies.factories import (
    ALERT,
    BURN,
    OBJECTIVES,
    alertmanager_config,
    container,
    dashboards,
    files,
    labels,
    monitoring,
    prometheus,
    volume,
)

DIGEST = "sha256:" + 64 * "0"
RECEIVER = "receivers: [{name: team, slack_configs: [{api_url_file: /run/secrets/x}]}]"


def ours(source, **changed):
    mount = {"type": "bind", "source": source, "target": "/x", "readOnly": True}
    return container(mounts=[mount], **changed)


def file(text):
    return files("app-config", **{"app.yml": text})


def watched(*alerts):
    return monitoring(rules=[*alerts, BURN, *OBJECTIVES])


PASSED = [
    ("image-pinned", container(image=f"prom/prometheus@{DIGEST}")),
    ("image-pinned", container(image=f"prom/prometheus:v3@{DIGEST}")),
    ("image-registry", container(image=f"ghcr.io/a/b@{DIGEST}")),
    ("image-registry", container(image=f"quay.io/a/b@{DIGEST}")),
    ("non-root", container(user="1")),
    ("non-root", container(user="65534:65534")),
    ("read-only-root", container(tmpfs={"/tmp": "rw,size=16m"})),
    ("not-privileged", container(privileged=False, devices=[])),
    ("capabilities-dropped", container(capabilities={"drops": ["CAP_ALL"]})),
    *(
        (
            "capabilities-dropped",
            container(
                labels=labels(service=each.service),
                capabilities={"drops": ["ALL"], "adds": [each.capability]},
            ),
        )
        for each in CAPABILITIES
    ),
    ("no-new-privileges", container(securityOpts=["no-new-privileges:true"])),
    (
        "no-new-privileges",
        container(securityOpts=["no-new-privileges", "seccomp=/etc/strict.json"]),
    ),
    ("no-host-namespaces", container(networkMode="pharos-staging-net")),
    ("no-host-namespaces", container(ipcMode="private", pidMode="")),
    ("host-folders", ours("/srv/pharos/stacks/staging/files/items-config")),
    *(
        ("host-folders", ours(each.folder, labels=labels(service=each.service)))
        for each in HOST_FOLDERS
    ),
    ("memory-limit", container(memory=64.0, memorySwap=64)),
    ("cpu-limit", container(cpus="2")),
    ("process-limit", container(ulimits=[{"name": "nproc", "hard": 1, "soft": 1}])),
    ("health-check", container(mustRun=False, healthcheck=None)),
    ("health-check", container(healthcheck={"tests": ["CMD-SHELL", "true"]})),
    ("loopback-ports", container(ports=[{"internal": 1, "external": 1, "ip": "::1"}])),
    ("loopback-ports", container(ports=None)),
    ("no-plain-secrets", container(envs=["TOKEN_FILE=/run/secrets/t", "PASSWORD="])),
    ("no-plain-secrets", container(envs=["TOKENS_PER_SECOND=9", "URL=http://db:1/x"])),
    ("no-plain-files", file("smtp_auth_password_file: /run/secrets/smtp")),
    ("no-plain-files", file("password: ${PASSWORD}\ntoken:\nsecret: /run/secrets/x")),
    ("no-plain-files", file('description: "the token of a session"')),
    ("bounded-logs", container(logDriver="journald", logOpts=None)),
    ("labels-required", container(labels=[*labels(), {"label": "x", "value": "y"}])),
    ("volume-protected", volume(driver="local")),
    (
        "prometheus-storage",
        container("prometheus-like", command=["--storage.tsdb.path=/x"]),
    ),
    ("prometheus-storage", prometheus("--storage.tsdb.retention.size=8GB")),
    ("real-receiver", alertmanager_config(RECEIVER)),
    ("service-alerts", watched({**ALERT, "expr": 'up{job!="probe"} == 0'})),
    ("service-alerts", watched({**ALERT, "expr": 'absent(up{job=~"items|x"})'})),
    ("service-dashboards", dashboards('sum(up{job=~"items|payment"})')),
    ("service-dashboards", dashboards("sum(x)", 'rate(x{service="items"}[5m])')),
    ("alert-runbooks", monitoring(runbooks=["Other.html", "TargetDown.html"])),
    ("service-objectives", watched(ALERT)),
]
