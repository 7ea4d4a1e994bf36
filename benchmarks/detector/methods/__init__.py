"""Those who judge panels: ours, its first version, and the rivals."""
