"""How secrets are called, and what they look like."""

import re

_NAME = re.compile(
    r"(PASSW(OR)?D|PASSPHRASE|SECRET|TOKEN|API[_-]?KEY|PRIVATE[_-]?KEY|CREDENTIAL)S?$",
    re.IGNORECASE,
)
# Known shapes of keys, and an address with a password in it.
_VALUE = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abpr]-[0-9A-Za-z-]{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|hooks\.slack\.com/services/\S+"
    r"|[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@"
)


def is_secret_name(name: str) -> bool:
    """Return whether what is called *name* is a secret."""
    return _NAME.search(name) is not None


def looks_secret(value: str) -> bool:
    """Return whether a secret can be recognised in *value*."""
    return _VALUE.search(value) is not None
