"""Primum: a colleague's quiet word before a doctor posts."""

__version__ = "0.1.0"
