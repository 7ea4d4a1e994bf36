"""Every number a reader needs to recompute a scan, in one frozen place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScanParams:
    """Settings of one scan; each is refused outside its range, naming the value it got.

    ================  ======  =============  =======================================================
    name              symbol  range          meaning
    ================  ======  =============  =======================================================
    country                   ISO 3166-1     whose holidays are days of demand; "" = none
    min_nights        m       7 … 10,000     fewer filed nights are not judged (TOO_FEW_NIGHTS)
    min_peers         k       3 … 200        smallest peer group before it is merged with others
    base_rate         pi      1e-6 … 0.5     share of facilities that hide, before anything is seen
    base_rate_weight  nu      1e-6 … 1e6     facilities' worth of belief in ``base_rate``; random
                                             checks count against it
    interval                  0.5 … 0.999    coverage of low/high of a facility and of a night
    fdr                       1e-6 … 0.5     false-discovery rate at which nights are flagged
    max_reasons               1 … 11         most reasons told per facility
    top_nights                0 … 31         most nights named per reason
    ================  ======  =============  =======================================================

    Raises ``ValueError`` naming the value.
    """

    country: str = "UA"
    min_nights: int = 21
    min_peers: int = 8
    base_rate: float = 0.12
    base_rate_weight: float = 40.0
    interval: float = 0.90
    fdr: float = 0.10
    max_reasons: int = 4
    top_nights: int = 5

    def __post_init__(self) -> None:
        if self.country and not (
            len(self.country) == 2 and self.country.isascii() and self.country.isupper()
        ):
            raise ValueError(f"country is {self.country!r}; expected two capital letters or ''.")
        _within("min_nights", self.min_nights, 7, 10_000)
        _within("min_peers", self.min_peers, 3, 200)
        _within("base_rate", self.base_rate, 1e-6, 0.5)
        _within("base_rate_weight", self.base_rate_weight, 1e-6, 1e6)
        _within("interval", self.interval, 0.5, 0.999)
        _within("fdr", self.fdr, 1e-6, 0.5)
        _within("max_reasons", self.max_reasons, 1, 11)
        _within("top_nights", self.top_nights, 0, 31)


def _within(name: str, value: float, low: float, high: float) -> None:
    """Raise ``ValueError`` unless low <= value <= high (NaN is refused too)."""
    if isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; expected {low} to {high}.")
