"""
What can go wrong in this package.

::

    PlatformError
    ├── SettingsError   stack configuration that cannot be used, all mistakes together
    ├── ImagesError     images.json is missing, damaged or lacks an image
    ├── SecretsError    a secret has no source
    ├── CheckError      promtool or amtool refused a file
    ├── FolderError     a folder of configuration or secrets could not be written
    └── ReloadError     a process refused its new configuration
"""


class PlatformError(Exception):
    """Everything that this package raises on purpose."""
