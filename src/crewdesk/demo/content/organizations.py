"""Invented client companies of Harbor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organization:
    """A company that hires on Harbor; ``language`` is what its people mostly write in."""

    name: str
    domain: str
    country: str
    language: str
    industry: str


_ROWS = """
Marsh & Daughters|marsh|GB|en|Furniture
Brightloom Textiles|brightloom|GB|en|Textiles
Tidewater Analytics|tidewater-analytics|US|en|Software
Cobalt Kite Studio|cobaltkite|US|en|Design
Pinecrest Outfitters|pinecrest-outfitters|US|en|Retail
Northfold Logistics|northfold|US|en|Logistics
Harrow & Finch|harrowfinch|GB|en|Law
Juniper Lane Bakery|juniperlane|US|en|Food
Copperline Energy|copperline|US|en|Energy
Saltbox Media|saltboxmedia|CA|en|Publishing
Larkspur Clinics|larkspur-clinics|US|en|Health
Redbrick Property Group|redbrickproperty|GB|en|Real estate
Otter & Oak|otteroak|CA|en|Retail
Quillwright Press|quillwright|GB|en|Publishing
Granite Peak Software|granitepeak|US|en|Software
Blue Heron Travel|blueherontravel|US|en|Travel
Maplewick Games|maplewick|CA|en|Games
Fernhill Accounting|fernhill|AU|en|Accounting
Koala & Co Tutors|koalatutors|AU|en|Education
Southern Cross Freight|scfreight|AU|en|Logistics
Kauri Labs|kaurilabs|NZ|en|Software
Monsoon Interactive|monsoon-interactive|IN|en|Software
Saffron Route Foods|saffronroute|IN|en|Food
Deccan Cloudworks|deccancloud|IN|en|Software
Lotus Bay Exports|lotusbay|PH|en|Trade
Makati Bright Media|brightmedia-ph|PH|en|Marketing
Lekki Fintech|lekkifintech|NG|en|Finance
Savanna Solar|savannasolar|KE|en|Energy
Table Bay Wines|tablebaywines|ZA|en|Food
Polder Bikes|polderbikes|NL|en|Retail
Grachten Digital|grachtendigital|NL|en|Software
Hansekontor Handel|hansekontor|DE|de|Trade
Lindenblatt Verlag|lindenblatt|DE|de|Publishing
Spreewerk Software|spreewerk|DE|de|Software
Alpenkraft Sport|alpenkraft|AT|de|Retail
Zeitfaden Marketing|zeitfaden|DE|de|Marketing
Seeblick Hotels|seeblick-hotels|CH|de|Travel
Rosenau Medizintechnik|rosenau-medtech|DE|de|Health
Atelier Merisier|merisier|FR|fr|Design
Voltige Numérique|voltige|FR|fr|Software
Les Comptoirs de Loire|comptoirs-loire|FR|fr|Food
Boréal Conseil|boreal-conseil|CA|fr|Consulting
Pixel & Plume|pixelplume|BE|fr|Marketing
Teranga Mobile|terangamobile|SN|fr|Telecom
Naranjo Digital|naranjodigital|ES|es|Marketing
Faro Norte Seguros|faronorte|ES|es|Insurance
Olivar de la Sierra|olivarsierra|ES|es|Food
Cumbre Software|cumbresoftware|CO|es|Software
Jacaranda Moda|jacarandamoda|MX|es|Retail
Puerto Viejo Turismo|puertoviejo|CL|es|Travel
Pampa Datos|pampadatos|AR|es|Software
Ipê Tecnologia|ipetecnologia|BR|pt|Software
Vento Sul Energia|ventosul|BR|pt|Energy
Café Mantiqueira|cafemantiqueira|BR|pt|Food
Azulejo Studio|azulejostudio|PT|pt|Design
Bottega Ventura|bottegaventura|IT|it|Retail
Torrigiani & Figli Arredi|figliarredi|IT|it|Furniture
Bursztyn Software|bursztyn|PL|pl|Software
Wisła Handel|wislahandel|PL|pl|Trade
Lale Tekstil|laletekstil|TR|tr|Textiles
Sakuragi Works|sakuragi|JP|ja|Software
Nakhla Trading|nakhla|AE|ar|Trade
Kalyna Soft|kalynasoft|UA|uk|Software
"""


def _organization(row: str) -> Organization:
    name, domain, country, language, industry = row.split("|")
    return Organization(name, f"{domain}.example", country, language, industry)


ORGANIZATIONS: tuple[Organization, ...] = tuple(_organization(row) for row in _ROWS.strip().splitlines())
