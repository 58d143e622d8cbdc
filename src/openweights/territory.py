"""Countries and the unions of countries that licences name."""

from __future__ import annotations

from collections.abc import Iterable

from openweights.errors import InvalidValueError, near_matches, shown

#: ISO 3166-1 alpha-2, as the tz database's public-domain `iso3166.tab` lists it (ISO/TC 46 N1108, 2023-04-05).
COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW
    """.split()
)

_EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())

#: Unions that licences name, with their members.
#: Sources: https://european-union.europa.eu/principles-countries-history/eu-countries_en and https://www.efta.int/eea
UNIONS: dict[str, frozenset[str]] = {"EU": _EU, "EEA": _EU | {"IS", "LI", "NO"}}


def territory(value: str) -> str:
    """Return `value` as an upper-case territory code.

    Args:
        value: A country by its ISO 3166-1 alpha-2 code, or `EU` or `EEA`, in any case.

    Raises:
        InvalidValueError: If nothing is known by that code.

    Examples:
        >>> territory("de")
        'DE'
    """
    code = value.strip().upper() if isinstance(value, str) and len(value) < 20 else ""
    if code in COUNTRIES or code in UNIONS:
        return code
    near = near_matches(code, sorted({*COUNTRIES, *UNIONS}))
    mend = "Use an ISO 3166-1 alpha-2 code (the United Kingdom is 'GB'), 'EU' or 'EEA'."
    raise InvalidValueError(f"{shown(value)} is no territory.", mend=f"{mend} Near: {', '.join(near)}." if near else mend)


def countries(territories: Iterable[str]) -> frozenset[str]:
    """Return the countries that territory codes stand for: a union's members, a country itself.

    Examples:
        >>> sorted(countries(["EEA"]) - countries(["EU"]))
        ['IS', 'LI', 'NO']
    """
    return frozenset(country for code in territories for country in UNIONS.get(code, {code}))
