"""The closed vocabularies in which clauses, models and uses meet."""

from __future__ import annotations

from enum import Enum

from openweights.errors import InvalidValueError, near_matches, shown


class Modality(Enum):
    """What a model takes in or gives out."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    SPEECH = "speech"
    VIDEO = "video"
    CODE = "code"
    EMBEDDING = "embedding"
    BIOLOGY = "biology"
    THREE_D = "three-d"
    ROBOTICS = "robotics"
    TIME_SERIES = "time-series"
    TABULAR = "tabular"


class Purpose(Enum):
    """A purpose that a clause about a field of use names, and that an intended use can have (design section 5)."""

    ADULT_CONTENT = "adult-content"
    AUTOMATED_DECISIONS = "automated-decisions"
    AUTONOMOUS_DRIVING = "autonomous-driving"
    BIOMETRIC = "biometric"
    CHILD_EXPLOITATION = "child-exploitation"
    CRITICAL_INFRASTRUCTURE = "critical-infrastructure"
    DISCRIMINATION = "discrimination"
    DISINFORMATION = "disinformation"
    DRUGS = "drugs"
    EMPLOYMENT = "employment"
    ESPIONAGE = "espionage"
    EXPLOITATION = "exploitation"
    FINANCE = "finance"
    FRAUD = "fraud"
    GAMBLING = "gambling"
    HARASSMENT = "harassment"
    HEAVY_MACHINERY = "heavy-machinery"
    HUMAN_PASSING = "human-passing"
    ILLEGAL = "illegal"
    IMPERSONATION = "impersonation"
    INFRINGEMENT = "infringement"
    LAW_ENFORCEMENT = "law-enforcement"
    LEGAL = "legal"
    MALWARE = "malware"
    MEDICAL = "medical"
    MILITARY = "military"
    NUCLEAR = "nuclear"
    POLITICAL = "political"
    PRIVACY = "privacy"
    PROFILING = "profiling"
    SELF_HARM = "self-harm"
    SPAM = "spam"
    SURVEILLANCE = "surveillance"
    TRANSPORTATION = "transportation"
    UNLICENSED_PROFESSION = "unlicensed-profession"
    WEAPONS = "weapons"


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

#: Groups of countries that licences name.
UNIONS = frozenset({"EU", "EEA"})


def territory(value: str) -> str:
    """Return `value` as an upper-case territory code.

    Args:
        value: A country by its ISO 3166-1 alpha-2 code, or `EU` or `EEA`, in any case.

    Raises:
        InvalidValueError: If nothing is known by that code.

    >>> territory("de")
    'DE'
    """
    code = value.strip().upper() if isinstance(value, str) and len(value) < 20 else ""
    if code in COUNTRIES or code in UNIONS:
        return code
    near = near_matches(code, sorted(COUNTRIES | UNIONS))
    mend = "Use an ISO 3166-1 alpha-2 code (the United Kingdom is 'GB'), 'EU' or 'EEA'."
    raise InvalidValueError(f"{shown(value)} is no territory.", mend=f"{mend} Near: {', '.join(near)}." if near else mend)
