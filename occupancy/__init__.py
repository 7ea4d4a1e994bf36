"""«Нічліг»: accommodation files its nights, inspectors look, communities see the tax gap."""

__version__ = "0.1.0"
