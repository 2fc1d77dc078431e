from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import percorsi.kit.fields
import percorsi.kit.public_ids

BATCH = 1_000


def give_public_ids(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each row that is there already gets an id of its own."""
    for name in ("Session", "Participation"):
        model = apps.get_model("activities", name)
        rows = list(model.objects.using(schema_editor.connection.alias).filter(public_id=None).only("pk"))
        for row in rows:
            row.public_id = percorsi.kit.public_ids.new_public_id()
        model.objects.using(schema_editor.connection.alias).bulk_update(rows, ["public_id"], batch_size=BATCH)


def say_how_they_came(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was a yes or no becomes a word."""
    attendance = apps.get_model("activities", "Attendance")
    attendance.objects.using(schema_editor.connection.alias).filter(is_present=True).update(kind="present")
    attendance.objects.using(schema_editor.connection.alias).filter(is_present=False).update(kind="absent")


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [
        migrations.AddField("activity", "place", models.CharField(blank=True, max_length=150, verbose_name="luogo")),
        migrations.AddField("session", "begins_at", models.TimeField(null=True, verbose_name="dalle")),
        migrations.AddField("session", "finishes_at", models.TimeField(null=True, verbose_name="alle")),
        migrations.AddField(
            "session", "hours", models.DecimalField(decimal_places=2, max_digits=4, null=True, verbose_name="ore")
        ),
        migrations.AddField("session", "is_cancelled", models.BooleanField(default=False, verbose_name="annullato")),
        migrations.AddField("session", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("participation", "enrolled_on", models.DateField(null=True, verbose_name="iscrizione")),
        migrations.AddField("participation", "withdrawn_on", models.DateField(null=True, verbose_name="ritiro")),
        migrations.AddField(
            "participation",
            "withdrawal_reason",
            models.CharField(blank=True, max_length=200, verbose_name="motivo del ritiro"),
        ),
        migrations.AddField("participation", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("session", "public_id", models.CharField(editable=False, max_length=22, null=True)),
        migrations.AddField("participation", "public_id", models.CharField(editable=False, max_length=22, null=True)),
        migrations.AddField(
            "attendance",
            "kind",
            models.CharField(
                choices=[("present", "presente"), ("absent", "assente"), ("justified", "assenza giustificata")],
                default="present",
                max_length=10,
                verbose_name="presenza",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_public_ids, migrations.RunPython.noop),
        migrations.RunPython(say_how_they_came, migrations.RunPython.noop),
        migrations.AlterField("session", "public_id", percorsi.kit.fields.PublicIdField()),
        migrations.AlterField("participation", "public_id", percorsi.kit.fields.PublicIdField()),
        migrations.RemoveField("attendance", "is_present"),
    ]
