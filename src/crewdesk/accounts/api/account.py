"""/api/v2/account: what clients ask about the desk itself."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from ..models import Brand
from ..rights import require
from .locales import LOCALES, locale_id

router = Router(tags=["Account"])


@router.get("/settings", url_name="account-settings", summary="Show the account's settings")
def show_settings(request: HttpRequest) -> dict:
    """Facts about the desk, in the groups in which clients look for them. What we have no word for is not told."""
    require(request.member, "desk.enter")
    desk = request.desk
    brand = Brand.objects.filter(is_default=True).first()
    return {
        "settings": {
            "branding": {"header_color": None, "page_background_color": None, "tab_background_color": None, "text_color": None},
            "brands": {"default_brand_id": brand.pk if brand else None, "require_brand_on_new_tickets": False},
            "localization": {
                "default_locale_identifier": LOCALES[locale_id(desk.locale) - 1], "locale_ids": [locale_id(desk.locale)],
                "time_zone": desk.time_zone, "iana_time_zone": desk.time_zone, "uses_12_hour_clock": False,
            },
            "api": {"accepted_api_agreement": True, "api_token_access": True, "api_password_access": True},
            "limits": {"api_calls_per_minute": settings.API_RATE_LIMIT},
            "groups": {"check_group_name_uniqueness": True},
            "users": {"tagging": True, "time_zone_selection": True, "language_selection": True, "agent_created_welcome_emails": True},
            "tickets": {"tagging": True, "allow_group_reset": True, "comments_public_by_default": True, "collaboration": True},
            "active_features": {
                "user_tagging": True, "ticket_tagging": True, "user_org_fields": True, "business_hours": True,
                "customer_satisfaction": False, "chat": False, "voice": False,
            },
        }
    }  # fmt: skip
