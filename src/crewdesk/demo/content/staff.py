"""The forty people who work at Harbor's desk, and their groups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """A team of the desk; ``lead`` is a staff address."""

    name: str
    tier: int
    department: str
    lead: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of the desk. ``languages`` maps a code to a level: native, fluent, conversational."""

    name: str
    email: str
    role: str
    tier: int | None
    groups: tuple[str, ...]
    city: str
    zone: str
    languages: dict[str, str]
    job_title: str

    @property
    def first(self) -> str:
        """The first name, as used under a reply."""
        return self.name.split(" ", 1)[0]

    @property
    def signature(self) -> str:
        """The plain-text signature of outgoing mail."""
        return f"{self.name}\n{self.job_title}, Harbor Support\nhttps://help.harbor.example"


T1, NIGHTS, T2 = "Tier 1 Chat & E-mail", "Tier 1 Nights", "Tier 2 Technical Support"
FINANCE, QUALITY, TRUST = "Finance", "Marketplace Quality", "Trust & Safety"

GROUPS: tuple[Group, ...] = (
    Group(T1, 1, "Customer Support", "lena@harbor.example"),
    Group(NIGHTS, 1, "Customer Support", "marisol@harbor.example"),
    Group(T2, 2, "Technical Support", "tomasz@harbor.example"),
    Group(FINANCE, 2, "Finance", "priya@harbor.example"),
    Group(QUALITY, 2, "Marketplace Quality", "helene@harbor.example"),
    Group(TRUST, 2, "Trust & Safety", "helene@harbor.example"),
)

# name | address | role | tier | groups | city | zone | languages (native, fluent, conversational) | title
_ROWS = """
Margaret Osei|margaret|owner||-|London|Europe/London|en:n fr:c|Head of Support
Ada Okafor|ada|admin||T1|Lagos|Africa/Lagos|en:n fr:f|Support Operations Manager
Henrik Dahl|henrik|admin||T2|Copenhagen|Europe/Copenhagen|en:f de:f|Support Systems Administrator
Lena Brandt|lena|lead|1|T1|Hamburg|Europe/Berlin|de:n en:f es:c|Team Lead, Tier 1
Marisol Vega|marisol|lead|1|N|Guadalajara|America/Mexico_City|es:n en:f|Team Lead, Nights
Tomasz Gajda|tomasz|lead|2|T2|Kraków|Europe/Warsaw|pl:n en:f de:c|Team Lead, Technical Support
Priya Raman|priya|lead|2|F|Bengaluru|Asia/Kolkata|en:f|Team Lead, Payments
Hélène Caron|helene|lead|2|Q T|Lyon|Europe/Paris|fr:n en:f it:c|Team Lead, Marketplace Integrity
Ben Castillo|ben|agent|1|T1|Austin|America/Chicago|en:n es:f|Support Agent
Grace Lumbao|grace|agent|1|T1|Cebu City|Asia/Manila|en:f|Support Agent
Joana Prado|joana|agent|1|T1|Recife|America/Recife|pt:n es:f en:f|Support Agent
Felix Hartung|felix|agent|1|T1|Leipzig|Europe/Berlin|de:n en:f|Support Agent
Camille Roy|camille|agent|1|T1|Montréal|America/Toronto|fr:n en:f|Support Agent
Siobhan Keane|siobhan|agent|1|T1|Cork|Europe/Dublin|en:n|Support Agent
Giulia Ferrante|giulia|agent|1|T1|Torino|Europe/Rome|it:n en:f fr:c|Support Agent
Magda Rogala|magda|agent|1|T1|Gdańsk|Europe/Warsaw|pl:n uk:f en:f|Support Agent
Nour Haddad|nour|agent|1|T1|Amman|Asia/Amman|ar:n en:f fr:c|Support Agent
Dele Adeyemi|dele|agent|1|N|Ibadan|Africa/Lagos|en:n|Support Agent
Haruka Mori|haruka|agent|1|N T1|Fukuoka|Asia/Tokyo|ja:n en:f|Support Agent
Jericho Manalo|jericho|agent|1|N|Davao|Asia/Manila|en:f|Support Agent
Andrés Cuesta|andres|agent|1|N T1|Bogotá|America/Bogota|es:n pt:f en:f|Support Agent
Sina Petersen|sina|agent|1|N|Wellington|Pacific/Auckland|de:n en:f|Support Agent
Élise Fontaine|elise|agent|1|N|Nouméa|Pacific/Noumea|fr:n en:f|Support Agent
Oksana Kravets|oksana|agent|2|T2|Lviv|Europe/Kyiv|uk:n pl:c en:f|Technical Support Specialist
Rahul Menon|rahul|agent|2|T2|Kochi|Asia/Kolkata|en:f|Technical Support Specialist
Bruno Sampaio|bruno|agent|2|T2|Porto Alegre|America/Sao_Paulo|pt:n es:f en:f|Technical Support Specialist
Katja Wegner|katja|agent|2|T2|Graz|Europe/Vienna|de:n en:f|Technical Support Specialist
Mathieu Aubry|mathieu|agent|2|T2|Nantes|Europe/Paris|fr:n en:f es:c|Technical Support Specialist
Wanjiru Kimani|wanjiru|agent|2|F|Nairobi|Africa/Nairobi|en:n|Payments Specialist
Emre Tekin|emre|agent|2|F|İzmir|Europe/Istanbul|tr:n de:f en:f ar:c|Payments Specialist
Lucía Ferrer|lucia|agent|2|F|Valencia|Europe/Madrid|es:n pt:f fr:f it:f en:f|Payments Specialist
Owen Prescott|owen|agent|2|Q|Leeds|Europe/London|en:n|Marketplace Specialist
Inês Tavares|ines|agent|2|Q|Porto|Europe/Lisbon|pt:n es:f fr:f en:f de:c|Marketplace Specialist
Naledi Khumalo|naledi|agent|2|T|Durban|Africa/Johannesburg|en:n|Trust & Safety Specialist
Diego Rivas|diego|agent|2|T|Santiago|America/Santiago|es:n pt:f en:f|Trust & Safety Specialist
Yuki Tanabe|yuki|agent|2|T|Osaka|Asia/Tokyo|ja:n en:f fr:f de:f|Trust & Safety Specialist
Colin Draper|colin|light_agent||-|Boston|America/New_York|en:n|Product Manager, Payments
Sofia Lindqvist|sofia|light_agent||-|Uppsala|Europe/Stockholm|en:f|Engineer, Mobile Apps
Arjun Kulkarni|arjun|light_agent||-|Pune|Asia/Kolkata|en:f|Engineer, Time Tracker
Rosa Delgado|rosa|light_agent||-|Sevilla|Europe/Madrid|es:n en:f|Legal Counsel
"""
_GROUPS = {"T1": T1, "N": NIGHTS, "T2": T2, "F": FINANCE, "Q": QUALITY, "T": TRUST}
_LEVELS = {"n": "native", "f": "fluent", "c": "conversational"}


def _staff(row: str) -> Staff:
    name, local, role, tier, groups, city, zone, languages, title = row.split("|")
    levels = dict(item.split(":") for item in languages.split())
    return Staff(
        name,
        f"{local}@harbor.example",
        role,
        int(tier) if tier else None,
        tuple(_GROUPS[g] for g in groups.split() if g in _GROUPS),
        city,
        zone,
        {code: _LEVELS[level] for code, level in levels.items()},
        title,
    )


STAFF: tuple[Staff, ...] = tuple(_staff(row) for row in _ROWS.strip().splitlines())
BY_EMAIL: dict[str, Staff] = {member.email: member for member in STAFF}
