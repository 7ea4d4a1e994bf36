"""`/metrics`: figures for Prometheus, on the inner port or to who knows the token."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Iterator

from flask import Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from occupancy import clock
from occupancy.audit import queries as audit
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.jobs import queries as jobs
from occupancy.settings import Settings
from occupancy.web import counts
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import everyone


@bp.get("/metrics")
@everyone
def metrics() -> Response:
    """Give the figures of all processes; to anybody else the page does not exist."""
    settings: Settings = current_app.extensions["settings"]
    if not (_on_the_inner_port(settings) or _knows_the_token(settings)):
        raise NotYours()
    pool = db.engine.pool
    counts.CONNECTIONS.set(pool.checkedout() if isinstance(pool, QueuePool) else 0)
    text = generate_latest(_of_all_processes()) + generate_latest(_of_the_database(settings))
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _on_the_inner_port(settings: Settings) -> bool:
    port = request.environ.get("SERVER_PORT")
    return bool(settings.metrics_port) and port == str(settings.metrics_port)


def _knows_the_token(settings: Settings) -> bool:
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.metrics_token) and hmac.compare_digest(
        told.encode(), settings.metrics_token.encode()
    )


def _of_all_processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _of_the_database(settings: Settings) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Kept(settings))
    return registry


class _Kept(Collector):
    """Figures that are the same whichever process is asked."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def describe(self) -> list[Metric]:
        """Say nothing beforehand: registering must not read the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Read the database and the disk; without a database `nichlih_database_up` is 0."""
        free = shutil.disk_usage(self.settings.data_dir).free
        yield GaugeMetricFamily("nichlih_disk_free_bytes", "Free space of the data folder", free)
        try:
            found = [*_log(), *_jobs()]
            up = 1
        except SQLAlchemyError:
            db.session.rollback()
            found, up = [], 0
        yield GaugeMetricFamily("nichlih_database_up", "Whether the database answers", up)
        yield from found


def _log() -> Iterator[Metric]:
    size = audit.size(db.session)
    yield GaugeMetricFamily("nichlih_log_entries", "Entries of the log", size)
    yield CounterMetricFamily(
        "nichlih_filings_acknowledged", "Figures of nights kept", filings.acknowledged(db.session)
    )
    newest = audit.newest_checkpoint(db.session)
    if newest:
        age = (clock.now() - newest.at).total_seconds()
        yield GaugeMetricFamily("nichlih_checkpoint_age_seconds", "Age of the newest head", age)
        yield GaugeMetricFamily("nichlih_checkpoint_entries", "Entries it covers", newest.size)


def _jobs() -> Iterator[Metric]:
    runs = CounterMetricFamily("nichlih_job_runs", "Runs of the worker's jobs", labels=["job"])
    failures = CounterMetricFamily("nichlih_job_failures", "Failed runs", labels=["job"])
    for job in jobs.jobs(db.session):
        runs.add_metric([job.name], job.runs)
        failures.add_metric([job.name], job.failures)
    yield runs
    yield failures
    there = jobs.worker_is_there(db.session, real_now=clock.true_now())
    yield GaugeMetricFamily("nichlih_worker_up", "Whether the background worker is there", there)
