"""Traces and metrics, by OpenTelemetry."""

from __future__ import annotations

import os
import threading
from types import TracebackType

# The stable names of attributes and metrics. OpenTelemetry reads this once, on first use.
os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from prometheus_client import CollectorRegistry

from structured_logging import current_correlation_id

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
# How long one export may take, and how long the end of the process waits for the last ones.
_EXPORT_SECONDS = 5
_SHUTDOWN_SECONDS = 2


class Telemetry:
    """Spans and metrics of one service.

    Nothing leaves the process unless the variable `OTEL_EXPORTER_OTLP_ENDPOINT` is set (or the one
    for traces or metrics alone). Exports happen in threads of their own: a collector that is dead
    or slow costs spans, and never a request. The other variables of OpenTelemetry apply, such as
    `OTEL_TRACES_SAMPLER` and `OTEL_RESOURCE_ATTRIBUTES`.
    """

    def __init__(self, name: str) -> None:
        resource = Resource.create({SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME", name)})
        self.registry = CollectorRegistry()
        self.tracer_provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.tracer_provider.add_span_processor(_CorrelationIds())
        readers: list[MetricReader] = [PrometheusMetricReader(registry=self.registry)]
        if _is_exported("TRACES"):
            traces = OTLPSpanExporter(timeout=_EXPORT_SECONDS)
            self.tracer_provider.add_span_processor(BatchSpanProcessor(traces))
        if _is_exported("METRICS"):
            metrics = OTLPMetricExporter(timeout=_EXPORT_SECONDS)
            readers.append(PeriodicExportingMetricReader(metrics))
        self.meter_provider = MeterProvider(
            metric_readers=readers, resource=resource, shutdown_on_exit=False
        )

    def __enter__(self) -> Telemetry:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        self.shutdown()

    def shutdown(self) -> None:
        """Exports what is left, for at most two seconds."""
        threads = [
            threading.Thread(target=provider.shutdown, daemon=True)
            for provider in (self.tracer_provider, self.meter_provider)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(_SHUTDOWN_SECONDS / len(threads))


def trace_fields() -> dict[str, str]:
    """The IDs of the current trace and span, for log lines."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return {}
    return {
        "trace_id": trace.format_trace_id(context.trace_id),
        "span_id": trace.format_span_id(context.span_id),
    }


class _CorrelationIds(SpanProcessor):
    """Gives each span the correlation ID that the log lines have."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        correlation_id = current_correlation_id()
        if correlation_id is not None:
            span.set_attribute("correlation_id", correlation_id)


def _is_exported(signal: str) -> bool:
    return bool(
        os.environ.get(_ENDPOINT) or os.environ.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
    )
