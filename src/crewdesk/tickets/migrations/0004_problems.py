from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_incremental_exports")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("desk_id"), models.F("id"), condition=models.Q(("type", "problem")), name="ticket_problems"
            ),
        ),
    ]
