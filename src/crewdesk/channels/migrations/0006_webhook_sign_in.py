from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_held_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="invocation",
            name="sent",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="credentials",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="webhook",
            name="header_names",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="webhook",
            name="request_format",
            field=models.CharField(choices=[("json", "JSON"), ("form_encoded", "Form fields")], default="json", max_length=12),
        ),
        migrations.AddField(
            model_name="webhook",
            name="sign_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "None"),
                    ("basic_auth", "User name and password"),
                    ("bearer_token", "Bearer token"),
                    ("api_key", "A key in a header"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="sign_in_name",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AlterField(
            model_name="webhook",
            name="http_method",
            field=models.CharField(
                choices=[("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH"), ("GET", "GET"), ("DELETE", "DELETE")],
                default="POST",
                max_length=6,
            ),
        ),
    ]
