"""Pages without sign-in: citation check and, in demo mode, the style sheet of all components."""

from occupancy.public.blueprints import bp, styles_bp

__all__ = ["bp", "styles_bp"]

from occupancy.public import citation_check, styles  # noqa: E402, F401 - their views join above
