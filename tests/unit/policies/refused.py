"""What each policy refuses: policy, what is wrong with it, words of the message."""

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


def bind(source, *, read_only=True):
    mount = {"type": "bind", "source": source, "target": "/x", "readOnly": read_only}
    return container(mounts=[mount])


def port(**changed):
    return container(ports=[{"internal": 8000, "external": 8080, **changed}])


def env(text):
    return container(envs=[text])


def file(text):
    return files("app-config", **{"app.yml": text})


def without(expr):
    """Monitoring whose one alert on `up` reads something else."""
    return monitoring(rules=[{**ALERT, "expr": expr}, BURN, *OBJECTIVES])


def capabilities(**given):
    return container(capabilities=given)


REFUSED = [
    ("image-pinned", container(image="pharos/app:1.2.3"), "can change"),
    ("image-pinned", container(image="prom/prometheus:latest"), "can change"),
    ("image-pinned", container(image="prom/prometheus"), "can change"),
    ("image-pinned", container(image="x@sha256:abc"), "can change"),
    ("image-registry", container(image="evil.example/app@sha256:0"), "evil.example"),
    ("image-registry", container(image="localhost:5000/app:1"), "localhost:5000"),
    ("image-registry", container(image="10.0.0.7:5000/a/b:1"), "10.0.0.7:5000"),
    ("non-root", container(user=None), "may be root"),
    ("non-root", container(user="0:0"), "may be root"),
    ("non-root", container(user="root"), "may be root"),
    ("non-root", container(user="app"), "may be root"),
    ("read-only-root", container(readOnly=False), "can be written"),
    ("read-only-root", container(readOnly=None), "can be written"),
    ("read-only-root", container(readOnly="true"), "can be written"),
    ("not-privileged", container(privileged=True), "it is privileged"),
    ("not-privileged", container(devices=[{"hostPath": "/dev/sda"}]), "/dev/sda"),
    ("not-privileged", container(devices=[{"hostPath": "/dev/kvm"}]), "/dev/kvm"),
    ("capabilities-dropped", container(capabilities=None), "it keeps capabilities"),
    ("capabilities-dropped", capabilities(drops=["NET_RAW"]), "it keeps"),
    ("capabilities-dropped", capabilities(drops=["ALL"], adds=["NET_RAW"]), "NET_RAW"),
    (
        "capabilities-dropped",
        capabilities(drops=["ALL"], adds=["CAP_SYSLOG"]),
        "SYSLOG",
    ),
    ("no-new-privileges", container(securityOpts=None), "may gain privileges"),
    ("no-new-privileges", container(securityOpts=["no-new-privileges:false"]), "gain"),
    (
        "no-new-privileges",
        container(securityOpts=["no-new-privileges", "seccomp=unconfined"]),
        "seccomp=unconfined",
    ),
    (
        "no-new-privileges",
        container(securityOpts=["no-new-privileges", "apparmor:unconfined"]),
        "apparmor:unconfined",
    ),
    ("no-host-namespaces", container(networkMode="host"), "networkMode is 'host'"),
    ("no-host-namespaces", container(pidMode="host"), "pidMode is 'host'"),
    ("no-host-namespaces", container(ipcMode="container:db"), "container:db"),
    ("no-host-namespaces", container(usernsMode="host"), "usernsMode"),
    ("host-folders", bind("/var/run/docker.sock"), "socket"),
    ("host-folders", bind("/etc"), "/etc of the machine"),
    ("host-folders", bind("/x/stacks/a/files/../../../etc"), "of the machine"),
    ("host-folders", bind("/x/stacks/a/files/b", read_only=False), "can write"),
    ("host-folders", bind("/sys/fs/cgroup"), "/sys/fs/cgroup"),
    ("host-folders", container(volumes=[{"hostPath": "/"}]), "by `volumes`"),
    ("memory-limit", container(memory=None), "no memory limit"),
    ("memory-limit", container(memory=0), "no memory limit"),
    ("memory-limit", container(memorySwap=None), "memorySwap is None"),
    ("memory-limit", container(memorySwap=-1), "memorySwap is -1"),
    ("cpu-limit", container(cpus=None), "cpus is ''"),
    ("cpu-limit", container(cpus="0"), "cpus is '0'"),
    ("cpu-limit", container(cpus="all"), "cpus is 'all'"),
    ("process-limit", container(ulimits=None), "any number of processes"),
    ("process-limit", container(ulimits=[{"name": "nofile", "hard": 9}]), "any number"),
    ("process-limit", container(ulimits=[{"name": "nproc", "hard": -1}]), "any number"),
    ("health-check", container(healthcheck=None), "nothing checks"),
    ("health-check", container(healthcheck={"tests": ["NONE"]}), "nothing checks"),
    ("health-check", container(healthcheck={"tests": []}), "nothing checks"),
    ("loopback-ports", port(ip="0.0.0.0"), "published on 0.0.0.0"),
    ("loopback-ports", port(), "published on 0.0.0.0"),
    ("loopback-ports", port(ip="192.168.1.7"), "published on 192.168.1.7"),
    ("loopback-ports", container(publishAllPorts=True), "publishAllPorts"),
    ("no-plain-secrets", env("GF_SECURITY_ADMIN_PASSWORD=x"), "holds a secret"),
    ("no-plain-secrets", env("SIMULATION_TOKEN=x"), "holds a secret"),
    ("no-plain-secrets", env("DATABASE_URL=postgresql://u:p@db/x"), "looks secret"),
    (
        "no-plain-secrets",
        container(labels=[*labels(), {"label": "api-key", "value": "x"}]),
        "label api-key",
    ),
    ("no-plain-secrets", container(command=["--url=http://u:p@h/"]), "command"),
    ("bounded-logs", container(logOpts=None), "grows without end"),
    ("bounded-logs", container(logOpts={"max-size": "10m"}), "max-file"),
    ("bounded-logs", container(logDriver=None, logOpts=None), "grows without end"),
    ("labels-required", container(labels=None), "pharos.stack"),
    ("labels-required", container(labels=labels(owner=None)), "pharos.owner"),
    ("labels-required", volume(labels=labels(service="")), "pharos.service"),
    ("volume-protected", volume(protected=False), "delete it with its data"),
    ("volume-protected", volume(protected=False, name="other"), "protect"),
    ("volume-protected", volume(protected=False, driver="local"), "protect"),
    ("prometheus-storage", prometheus(mounts=[]), "no volume holds"),
    ("prometheus-storage", prometheus("--storage.tsdb.path=/tmp"), "'/tmp'"),
    ("prometheus-storage", prometheus("--storage.tsdb.retention.time="), "time"),
    ("prometheus-storage", prometheus("--storage.tsdb.retention.size=0"), "size"),
    ("prometheus-storage", prometheus("--storage.tsdb.retention.size=9GB"), "80 %"),
    ("prometheus-storage", prometheus(budget="8192"), "8192 MiB"),
    ("prometheus-storage", prometheus(budget=""), "how large"),
    ("prometheus-storage", prometheus("--storage.tsdb.retention.size=lots"), "no size"),
    ("real-receiver", alertmanager_config("receivers: []"), "reaches anybody"),
    ("real-receiver", alertmanager_config("receivers: [{name: local}]"), "anybody"),
    (
        "real-receiver",
        alertmanager_config(
            "receivers: [{name: l, webhook_configs: [{url: 'http://notifications:9094'}]}]"
        ),
        "anybody",
    ),
    ("no-plain-files", file("smtp_auth_password: hunter2"), "line 1 of app.yml"),
    ("no-plain-files", file("a: 1\n  bearer_token: 'x1'"), "line 2 of app.yml"),
    ("no-plain-files", file('{"apiKey": "x1"'), "line 1"),
    ("no-plain-files", file("url: postgresql://u:p@db/shop"), "line 1"),
    ("no-plain-files", file("-----BEGIN RSA PRIVATE KEY-----"), "line 1"),
]

# What the whole stack lacks, told of this container and this part of monitoring.
REFUSED_STACKS = [
    ("service-alerts", monitoring(jobs=["payment"]), "does not scrape items"),
    ("service-alerts", monitoring(rules=[BURN, *OBJECTIVES]), "is away"),
    ("service-alerts", without('up{job!="items"} == 0'), "is away"),
    ("service-alerts", without('absent(up{job="payment"})'), "is away"),
    ("service-dashboards", dashboards(), "no panel"),
    ("service-dashboards", dashboards('up{service="payment"}'), "shows items"),
    ("service-dashboards", dashboards("sum(rate(requests[5m]))"), "shows items"),
    ("alert-runbooks", monitoring(runbooks=[]), "TargetDown.html, which is not there"),
    ("alert-runbooks", monitoring(runbooks=["Other.html"]), "TargetDown.html"),
    (
        "alert-runbooks",
        monitoring(rules=[{**ALERT, "annotations": {}}, BURN, *OBJECTIVES]),
        "names no runbook",
    ),
    ("service-objectives", monitoring(rules=[ALERT, BURN]), "no availability"),
    (
        "service-objectives",
        monitoring(rules=[ALERT, BURN, OBJECTIVES[0]]),
        "no latency",
    ),
    (
        "service-objectives",
        monitoring(rules=[ALERT, *OBJECTIVES]),
        "breaks its promise",
    ),
    (
        "service-objectives",
        monitoring(
            rules=[
                ALERT,
                BURN,
                *({**each, "expr": 'up{job="payment"}'} for each in OBJECTIVES),
            ]
        ),
        "items promises no",
    ),
]
