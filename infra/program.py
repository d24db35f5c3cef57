"""The program's steps: read, decide, check, declare."""

import pulumi

from catalog.identity import resource_name
from infra import checks, credentials, gate, images, paths, settings, sources
from infra.images import Images
from infra.specs.platform import platform
from infra.specs.settings import Settings
from infra.specs.workload import WorkloadSpec
from infra.targets import docker


def run() -> None:
    """
    Declare the stack.

    Raises:
        PlatformError: When anything that it reads cannot be used.
    """
    chosen = settings.read()
    images_file = paths.images_file(chosen.stack)
    if not pulumi.runtime.is_dry_run():
        # A preview changes nothing, and the gate itself asks for one.
        gate.require(paths.CHECKOUT, paths.home(), chosen, images_file)
    resolved = images.load(images_file, chosen.stack, chosen.images)
    specs = platform(chosen, sources.load(paths.CHECKOUT), resolved.by_key)
    checks.run(checks.checks_of(specs), resolved, paths.home() / "checks")
    docker.deploy(specs, _environment(chosen, resolved))
    _export(specs, chosen, resolved)


def _environment(chosen: Settings, resolved: Images) -> docker.Environment:
    folder = paths.stack_folder(chosen.stack)

    def secret(key: str) -> pulumi.Output[str]:
        return credentials.lookup(key, configured=settings.secret, folder=folder)

    return docker.Environment(
        settings=chosen, images=resolved, secret=secret, files=folder / "files"
    )


def _export(
    specs: tuple[WorkloadSpec, ...], chosen: Settings, resolved: Images
) -> None:
    names = [spec.name for spec in specs]
    published = {name: chosen.url(name) for name in names if chosen.port(name)}
    pulumi.export("urls", published)
    pulumi.export(
        "containers", {name: resource_name(chosen.stack, name) for name in names}
    )
    pulumi.export(
        "images", {spec.name: resolved[spec.image].reference for spec in specs}
    )
    pulumi.export("missing", dict(resolved.missing))
