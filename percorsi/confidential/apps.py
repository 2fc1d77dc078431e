from django.apps import AppConfig


class ConfidentialConfig(AppConfig):
    name = "percorsi.confidential"
