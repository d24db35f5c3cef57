"""A package as advisories and bills of materials speak of it."""

from dataclasses import dataclass

from packageurl import PackageURL

_PURL_TYPES = {"PyPI": "pypi", "Go": "golang", "npm": "npm", "Debian": "deb"}
_DISTRIBUTIONS = {"Debian": "deb", "Ubuntu": "deb", "Alpine": "apk"}


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Package:
    """
    One package of one version.

    Attributes:
        ecosystem: In OSV's words, with the release where it has any: ``Debian:12``.
        source: The source package, of which advisories speak; empty means the same.
        licence: As its own metadata say; empty where they say nothing.
    """

    ecosystem: str
    name: str
    version: str
    source: str = ""
    source_version: str = ""
    architecture: str = ""
    licence: str = ""

    @property
    def family(self) -> str:
        """The ecosystem without its release."""
        return self.ecosystem.partition(":")[0]

    @property
    def advised_name(self) -> str:
        """The name under which advisories speak of it."""
        return self.source or self.name

    @property
    def advised_version(self) -> str:
        """The version that advisories compare."""
        return self.source_version or self.version

    @property
    def purl(self) -> PackageURL:
        """The package URL."""
        qualifiers = {}
        namespace: str | None = None
        name = self.name
        if self.family in _DISTRIBUTIONS:
            kind, namespace = _DISTRIBUTIONS[self.family], self.family.lower()
            release = self.ecosystem.partition(":")[2]
            if release:
                qualifiers["distro"] = f"{namespace}-{release.removeprefix('v')}"
            if self.architecture:
                qualifiers["arch"] = self.architecture
        else:
            kind = _PURL_TYPES[self.family]
            if "/" in name:
                namespace, _, name = name.rpartition("/")
        return PackageURL(kind, namespace, name, self.version, qualifiers)
