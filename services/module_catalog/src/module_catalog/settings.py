from __future__ import annotations

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from http_service import Settings


class CatalogSettings(Settings):
    model_config = SettingsConfigDict(env_prefix="MODULE_CATALOG_")

    inventory: Path
