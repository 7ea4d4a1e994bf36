"""Paper: the only printer, what it may load, and square codes."""

from occupancy.printing.own_files import FILES, ForbiddenFile
from occupancy.printing.pdf import Source, print_pdf
from occupancy.printing.qr import Qr, qr_svg

__all__ = ["FILES", "ForbiddenFile", "Qr", "Source", "print_pdf", "qr_svg"]
