"""KIR-CDS: clinical decision support for ketamine and light therapy over CDS Hooks."""

__version__ = "0.1.0"
