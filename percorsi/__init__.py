"""Percorsi: software for an Italian job-placement service (SIL/NIL)."""

__version__ = "0.1.0"
