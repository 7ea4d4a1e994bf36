"""What each process counts for `/metrics`; with several processes the sums are made there."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ANSWERS = Counter(
    "nichlih_http_requests", "Answers by door, method and status", ["endpoint", "method", "status"]
)
SECONDS = Histogram(
    "nichlih_http_request_seconds",
    "How long an answer took",
    ["endpoint"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REFUSALS = Counter("nichlih_refusals", "Refusals that people were told, by code", ["code"])
EVENTS = Counter("nichlih_security_events", "Security events by name", ["event"])
CONNECTIONS = Gauge(
    "nichlih_database_connections_in_use",
    "Connections of the pool that are lent out",
    multiprocess_mode="livesum",
)


def answered(endpoint: str, method: str, status: int, seconds: float) -> None:
    """Count an answer."""
    ANSWERS.labels(endpoint, method, str(status)).inc()
    SECONDS.labels(endpoint).observe(seconds)
