"""
What the change report refuses, since policies see only how things would be.

The names stand in ``exemptions.toml`` like those of policies.
"""

NOT_DELETED = "volume-not-deleted"
NOT_REPLACED = "volume-not-replaced"
NOT_SHRUNK = "volume-not-shrunk"

KEPT = (NOT_DELETED, NOT_REPLACED, NOT_SHRUNK)
