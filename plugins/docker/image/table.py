"""The inputs of an image that the engine has or pulls."""

from plugins.docker.fields import flag, text, texts
from plugins.docker.kinds import Property, Table, TextMap

IMAGE = Table(
    token="docker:index/remoteImage:RemoteImage",  # noqa: S106 - a type token
    inputs={
        "name": text(required=True),
        "forceRemove": flag(replaces=False),
        "keepLocally": flag(replaces=False),
        "platform": text(),
        "pullTriggers": texts(),
        "triggers": Property(kind=TextMap()),
    },
    outputs=("imageId", "repoDigest"),
    refused={"build": "images are built before the program runs"},
    autonamed=False,
)
