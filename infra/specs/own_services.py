"""Services of a team's own, each from its entry in the catalog."""

from catalog.own import OwnService
from infra.specs.workload import HttpProbe, Limits, Volume, WorkloadSpec


def own_service(own: OwnService) -> WorkloadSpec:
    """Return the workload of *own*, hardened as all the others are."""
    service = own.service
    return WorkloadSpec(
        service=service,
        image=own.image_key,
        command=own.command,
        env=dict(own.env),
        limits=Limits(memory_mib=own.memory_mib, cpu_millis=own.cpu_millis),
        probe=HttpProbe(port=service.scrape_port, path=service.health_path),
        volumes=tuple(
            Volume(
                name=f"{service.name}-{volume.name}",
                path=volume.path,
                size_mib=volume.size_mib,
            )
            for volume in own.volumes
        ),
        tmpfs={"/tmp": own.tmp_mib},  # noqa: S108 - the container's own, in memory
        stop_grace_s=30,
    )
