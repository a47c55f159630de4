"""Nonsense and misfortune, against the real companion."""
