"""
What can go wrong with images.

ImagesError
├── CatalogueError       the catalogue file is malformed
├── EngineUnavailable    no Docker engine answers, or no CLI can build
├── ProgramMissing       Go, Node, mmdebstrap … is not on this machine
├── BuildFailed          a recipe's command failed
├── RegistryError        a registry answered, but not with what was asked for
├── ResolvedDamaged      images.json cannot be read
├── ImageMissing         an image that the settings insist on cannot be had
└── ImageUnpinned        a stack other than dev got an image by a mutable tag
"""


class ImagesError(Exception):
    """Base of everything that this package raises on purpose."""


class CatalogueError(ImagesError):
    """The catalogue file is malformed."""


class EngineUnavailable(ImagesError):
    """No Docker engine answers, or no Docker CLI here can build."""


class ProgramMissing(ImagesError):
    """A program that the build path needs is not on this machine."""


class BuildFailed(ImagesError):
    """A command of a recipe failed."""


class RegistryError(ImagesError):
    """A registry answered, but not with what was asked for."""


class ResolvedDamaged(ImagesError):
    """images.json is there, but is not what was written."""


class ImageMissing(ImagesError):
    """An image that the settings insist on cannot be had."""


class ImageUnpinned(ImagesError):
    """A stack other than dev got an image by a mutable tag."""
