"""Pages without sign-in: citation check and, in demo mode, the style sheet of all components."""

from occupancy.public.citation_check import bp
from occupancy.public.styles import styles_bp

__all__ = ["bp", "styles_bp"]
