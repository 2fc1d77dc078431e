from django.apps import AppConfig


class TraineeshipsConfig(AppConfig):
    name = "percorsi.traineeships"
