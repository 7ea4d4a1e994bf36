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

    def __reduce__(self) -> tuple[object, ...]:
        """Code and facts cross from one process to another."""
        return _again, (self.code, self.facts)


def _again(code: str, facts: dict[str, object]) -> BadInput:
    return BadInput(code, **facts)
