from django.apps import AppConfig


class WebAccountsConfig(AppConfig):
    name = "percorsi.web.accounts"
    label = "web_accounts"

    def ready(self) -> None:
        """Begin to note when sessions begin."""
        from percorsi.web.accounts import sessions  # noqa: F401
