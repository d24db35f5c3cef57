"""`make images-pin`: digests where a registry answers."""

from tools.bootstrap import stack_settings
from tools.bootstrap.context import Context
from tools.images.pin import pin_catalogue


def run(context: Context) -> int:
    """Look the digests up and write them into the catalogue."""
    file = stack_settings.read(context.where, context.stack)
    return 1 if pin_catalogue(prefix=file.settings.registry_prefix) else 0
