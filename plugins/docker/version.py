"""The version of the official plugin that this one stands in for."""

VERSION = "5.2.0"
