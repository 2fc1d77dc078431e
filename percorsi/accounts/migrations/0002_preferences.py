from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_keys_off",
            field=models.BooleanField(default=False, verbose_name="tasti rapidi spenti"),
        ),
        migrations.AddField(
            model_name="user",
            name="last_filters",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
