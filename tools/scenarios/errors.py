"""
What can go wrong while scenarios run.

ScenarioError
├── NotReady      the stack lacks something that the scenarios need
└── StepFailed    a fault could not be brought about, or not be ended
"""


class ScenarioError(Exception):
    """Everything that this package raises on purpose."""


class NotReady(ScenarioError):
    """The stack lacks something that the scenarios need."""


class StepFailed(ScenarioError):
    """A fault could not be brought about, or not be ended."""
