"""Intake: take testimony offline, seal it, hand it over, and read it at the desk."""
