"""
What can go wrong between the program and the Docker engine.

PluginError
├── EngineUnreachable   nothing answers at the address
├── EngineRefused       the engine answered with an error
│   ├── ImageMissing    the image is neither present nor to be pulled
│   ├── NameTaken       another container or network has the name
│   ├── PortInUse       a published port is taken
│   └── StillInUse      something uses what is to be removed
├── NotHealthy          ``wait`` ended without a healthy container
├── LeftBehind          what a failed create made could not be taken away
├── Cancelled           the user stopped the update
└── BadConfiguration    the provider's own configuration
"""


class PluginError(Exception):
    """A failure whose message tells the user what happened and how to go on."""


class EngineUnreachable(PluginError):
    """Nothing answers at the engine's address."""


class EngineRefused(PluginError):
    """The engine answered with an error."""


class ImageMissing(EngineRefused):
    """The image is neither present nor to be pulled."""


class NameTaken(EngineRefused):
    """Another container or network has the name."""


class PortInUse(EngineRefused):
    """A published port is taken."""


class StillInUse(EngineRefused):
    """Something uses what is to be removed."""


class NotHealthy(PluginError):
    """Waiting ended without a healthy container."""


class LeftBehind(PluginError):
    """What a failed create made could not be taken away."""


class Cancelled(PluginError):
    """The user stopped the update."""


class BadConfiguration(PluginError):
    """The provider's own configuration has a mistake."""
