from django.db import migrations, models

import crewdesk.core.clock


class Migration(migrations.Migration):
    dependencies = [("core", "0003_api")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="changed_at",
            field=models.DateTimeField(default=crewdesk.core.clock.now, editable=False),
        ),
        migrations.AddField(
            model_name="event",
            name="changed_in",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        # What is there was written when it happened, as far as anybody knows: in one and the same instant it were one page.
        # Not by UPDATE: the owner is behind the walls too.
        migrations.RunSQL(
            "ALTER TABLE core_event ALTER COLUMN changed_at TYPE timestamptz USING at", reverse_sql=migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index("desk_id", "changed_in", "id", name="event_by_change"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index("desk_id", "subject_type", "changed_at", "id", name="event_by_change_time"),
        ),
    ]
