"""What every HTTP service has, around its FastAPI routes.

def application(settings: Settings, telemetry: Telemetry) -> FastAPI:
    app = create_app("orders", settings, telemetry)
    app.get("/orders")(list_orders)
    return app

sys.exit(run("orders", Settings, {"port": 8080}, application))
"""

from http_service.application import create_app
from http_service.client import client
from http_service.errors import Error
from http_service.process import run
from http_service.settings import Settings
from http_service.telemetry import Telemetry

__all__ = ["Error", "Settings", "Telemetry", "client", "create_app", "run"]
