"""
What can go wrong with workflow files.

WorkflowError
└── (a file that is not YAML, or has not the shape of a workflow)
"""


class WorkflowError(Exception):
    """Everything that this package raises on purpose."""
