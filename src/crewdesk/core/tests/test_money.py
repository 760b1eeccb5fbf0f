"""Money: exact, in one currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crewdesk.core.money import Money

amounts = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"), [("12.34", "EUR", 1234), ("500", "JPY", 500), ("1.234", "BHD", 1234), ("-0.01", "USD", -1)]
)
def test_reads_and_gives_back_decimal_amounts(amount, currency, minor):
    money = Money.of(amount, currency)
    assert money.minor == minor
    assert money.amount == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY")])
def test_refuses_more_places_than_the_currency_has(amount, currency):
    with pytest.raises(ValueError, match="decimal places"):
        Money.of(amount, currency)


@pytest.mark.parametrize("minor", [1.0, Decimal(1), "1", True, None])
def test_holds_whole_minor_units_only(minor):
    with pytest.raises(TypeError):
        Money(minor, "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "E"])
def test_refuses_what_is_no_currency(currency):
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "EUR") - Money(1, "USD")


@given(amounts, amounts)
def test_adds_and_takes_away(a, b):
    assert Money(a, "EUR") + Money(b, "EUR") == Money(a + b, "EUR")
    assert Money(a, "EUR") - Money(b, "EUR") == Money(a, "EUR") + -Money(b, "EUR")


@given(amounts, st.integers(1, 50))
def test_shares_add_up_and_differ_by_one_unit_at_most(minor, parts):
    shares = Money(minor, "EUR").split(parts)
    assert len(shares) == parts
    assert sum(share.minor for share in shares) == minor
    assert max(share.minor for share in shares) - min(share.minor for share in shares) <= 1


@pytest.mark.parametrize(
    ("minor", "factor", "product"), [(5, "0.5", 2), (15, "0.1", 2), (25, "0.1", 2), (-5, "0.5", -2), (100, "0.19", 19)]
)
def test_rounds_half_to_even(minor, factor, product):
    assert Money(minor, "EUR").times(Decimal(factor)) == Money(product, "EUR")


@pytest.mark.parametrize(("locale", "shown"), [("en", "€1,234.50"), ("de", "1.234,50\xa0€"), ("pt-BR", "€\xa01.234,50")])
def test_shows_in_the_reader_s_way(locale, shown):
    assert Money(123450, "EUR").show(locale) == shown
