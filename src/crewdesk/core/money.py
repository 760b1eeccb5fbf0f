"""Money: a whole number of minor units and an ISO 4217 currency. No floats anywhere."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import format_currency, get_currency_precision


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units (cents) of `currency`."""

    minor: int
    currency: str

    def __post_init__(self):
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("Money holds whole minor units.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code.")

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> "Money":
        """Read a decimal amount; raises ValueError when it has more places than the currency."""
        exact = Decimal(amount).scaleb(get_currency_precision(currency))
        if exact != exact.to_integral_value():
            raise ValueError(f"{amount} has more decimal places than {currency} has.")
        return cls(int(exact), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def times(self, factor: Decimal) -> "Money":
        """Multiply and round half to even, as banks do."""
        return Money(int((self.minor * factor).quantize(Decimal(1), ROUND_HALF_EVEN)), self.currency)

    def split(self, parts: int) -> list["Money"]:
        """Divide into `parts` that differ by at most one minor unit and add up exactly."""
        share, rest = divmod(self.minor, parts)
        return [Money(share + (1 if index < rest else 0), self.currency) for index in range(parts)]

    def show(self, locale: str = "en") -> str:
        """Format for a reader of `locale`."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up.")
        return other.minor
