from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "percorsi.audit"

    def ready(self) -> None:
        from percorsi.audit.guard import declare_flag

        connection_created.connect(lambda connection, **_: declare_flag(connection), weak=False)
