"""
What can go wrong while traffic is sent.

TrafficError
└── SimulationRefused   a simulated failure could not be switched on or off
"""


class TrafficError(Exception):
    """Everything that this package raises on purpose."""


class SimulationRefused(TrafficError):
    """The front door did not switch a simulated failure on or off."""
