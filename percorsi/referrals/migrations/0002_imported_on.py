from django.db import migrations, models
from django.utils import timezone


def start_clocks(apps, schema_editor):
    """Rows imported before this column was there begin to count today, so that nothing is late at once."""
    rows = apps.get_model("referrals", "Referral").objects.using(schema_editor.connection.alias)
    rows.filter(is_imported=True, imported_on=None).update(imported_on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="imported_on",
            field=models.DateField(help_text="The clocks of imported rows start on this day", null=True),
        ),
        migrations.RunPython(start_clocks, migrations.RunPython.noop, elidable=True),
    ]
