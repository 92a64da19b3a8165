"""Intake: take testimony offline, seal it, hand it over, and read it at the desk."""

__version__ = "0.1.0"
