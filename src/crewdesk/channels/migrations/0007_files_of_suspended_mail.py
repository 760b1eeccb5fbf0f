from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_webhook_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="suspension",
            name="files",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
