from django.db import migrations, models
from django.utils import timezone


def start_clocks(apps, schema_editor):
    """Rows imported before this column was there begin to count today, so that nothing is late at once."""
    rows = apps.get_model("traineeships", "Traineeship").objects.using(schema_editor.connection.alias)
    rows.filter(is_imported=True, imported_on=None).update(imported_on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [
        ("traineeships", "0003_suspensions_extensions_and_entry_of_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="traineeship",
            name="imported_on",
            field=models.DateField(help_text="The clocks of imported rows start on this day", null=True),
        ),
        migrations.RunPython(start_clocks, migrations.RunPython.noop, elidable=True),
    ]
