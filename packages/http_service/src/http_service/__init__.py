"""What every HTTP service has, around its FastAPI routes.

settings = Settings(port=8080)
with Telemetry("orders") as telemetry:
    app = create_app("orders", settings, telemetry)
    app.get("/orders")(list_orders)
    serve(app, settings)
"""

from http_service.application import create_app
from http_service.client import client
from http_service.server import serve
from http_service.settings import Settings, problems
from http_service.telemetry import Telemetry, trace_fields

__all__ = ["Settings", "Telemetry", "client", "create_app", "problems", "serve", "trace_fields"]
