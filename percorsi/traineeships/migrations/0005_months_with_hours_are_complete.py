"""Months that were entered before months had a state."""

from django.db import migrations


def complete(apps, schema_editor):
    months = apps.get_model("traineeships", "TraineeshipMonth").objects.using(schema_editor.connection.alias)
    months.filter(state="draft", hours_present__isnull=False).update(state="complete")


class Migration(migrations.Migration):

    dependencies = [
        ('traineeships', '0004_imported_on'),
    ]

    operations = [
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
