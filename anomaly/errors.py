"""What the detector refuses, as a code with facts; words are somebody else's work."""


class BadInput(ValueError):
    """Input that cannot be judged.

    ``code`` is stable (for example ``filings.duplicate_night``); ``facts`` name the file, line,
    field, the value met and the mend, as far as they are known.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        told = " ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{code} {told}".rstrip())
