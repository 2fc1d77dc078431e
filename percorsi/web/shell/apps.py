"""The shell room: base page, form templates, styles and shared template tags."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """It stands first in INSTALLED_APPS, so that its form templates win over Django's."""

    name = "percorsi.web.shell"
    label = "shell"
