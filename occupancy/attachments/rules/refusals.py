"""What cannot be taken, and why."""

from __future__ import annotations

from occupancy.errors import Refusal


class FileMissing(Refusal):
    """No file came with the form."""

    code = "attachment.file_missing"


class FileEmpty(Refusal):
    """The file holds nothing."""

    code = "attachment.file_empty"


class FileTooLarge(Refusal):
    """The file is larger than what is taken here."""

    code = "attachment.file_too_large"
    status = 413


class TooManyFiles(Refusal):
    """No more files stand together here."""

    code = "attachment.too_many_files"


class NotTaken(Refusal):
    """The content is none of the kinds that are taken here, whatever the name says."""

    code = "attachment.not_taken"


class Heif(Refusal):
    """A phone's own form of picture that we do not read."""

    code = "attachment.heif"


class TwoKinds(Refusal):
    """The file would open as two different things."""

    code = "attachment.two_kinds"


class Animated(Refusal):
    """A picture that moves is no photo."""

    code = "attachment.animated"


class TooManyPixels(Refusal):
    """The picture is larger than any phone's; said by its header, before it is decoded."""

    code = "attachment.too_many_pixels"


class Broken(Refusal):
    """The file begins like a picture or a PDF and is none."""

    code = "attachment.broken"


class TooHeavy(Refusal):
    """Reading the file takes more memory or time than an honest one ever does."""

    code = "attachment.too_heavy"


class NotKept(Refusal):
    """The disk did not take the file: nothing of it was kept."""

    code = "attachment.not_kept"
    status = 503
