"""/api/v2/brands: the desk's faces."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.rows import page_of, row_or_404
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Brand
from ..operations.desks import update_brand
from .present import brand_json
from .schemas import BrandBody, BrandIn
from .text import fitting

router = Router(tags=["Brands"])


@router.get("", url_name="brands", summary="List brands")
def list_brands(request: HttpRequest) -> dict:
    """All brands; they are what everybody sees."""
    return page_of(request, Brand.objects.all(), "brands", brand_json)


@router.get("/{int:brand_id}", url_name="brand", summary="Show a brand")
def show(request: HttpRequest, brand_id: int) -> dict:
    """One brand."""
    return {"brand": brand_json(request, row_or_404(Brand.objects.all(), brand_id))}


@router.put("/{int:brand_id}", url_name="brand", summary="Update a brand")
def update(request: HttpRequest, brand_id: int, body: BrandBody) -> dict:
    """Change what was sent. The default brand stays the default, and active."""
    brand = row_or_404(Brand.objects.all(), brand_id)
    update_brand(brand, **_values(body.brand, brand), by=request.member, at=now(), via=Via.API)
    return {"brand": brand_json(request, brand)}


def _values(sent: BrandIn, brand: Brand) -> dict[str, Any]:
    given = sent.model_fields_set
    values: dict[str, Any] = {
        name: (getattr(sent, name) or "").strip() for name in ("name", "subdomain", "signature_template") if name in given
    }
    if "name" in values and not values["name"]:
        raise Refused("Name: cannot be blank", field="name", code="BlankValue")
    if sent.active is False and brand.is_default:
        raise Refused("Active: the default brand cannot be turned off", field="active")
    if sent.active is not None:
        values["is_active"] = sent.active
    if sent.default is not None and sent.default != brand.is_default:
        raise Refused("Default: which brand is the default cannot be changed here", field="default")
    if values.get("subdomain") == "":
        values.pop("subdomain")
    return fitting(Brand, values)
