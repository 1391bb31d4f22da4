from {{ cookiecutter.__module }}.settings import Settings

__all__ = ["Settings"]
