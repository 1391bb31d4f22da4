from {{ cookiecutter.__module }}.attempts import attempt
from {{ cookiecutter.__module }}.settings import (
    Settings,
    SettingsError,
    read_settings,
)

__all__ = ["Settings", "SettingsError", "attempt", "read_settings"]
