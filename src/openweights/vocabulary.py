"""The closed vocabularies in which clauses, models and uses meet."""

from __future__ import annotations

from enum import Enum


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


class Channel(Enum):
    """The way in which a hosted model is reached; its terms differ by it."""

    #: The publisher's API.
    API = "api"
    #: The publisher's own product: an app, a web page, an assistant.
    APP = "app"
    #: Somebody else's cloud, or the publisher's general cloud.
    CLOUD = "cloud"


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
    HATE_SPEECH = "hate-speech"
    HEAVY_MACHINERY = "heavy-machinery"
    HUMAN_PASSING = "human-passing"
    ILLEGAL = "illegal"
    IMPERSONATION = "impersonation"
    INSURANCE = "insurance"
    INFRINGEMENT = "infringement"
    LAW_ENFORCEMENT = "law-enforcement"
    LEGAL = "legal"
    MALWARE = "malware"
    MEDICAL = "medical"
    MILITARY = "military"
    AGAINST_NATIONAL_SECURITY = "against-national-security"
    NUCLEAR = "nuclear"
    POLITICAL = "political"
    PRIVACY = "privacy"
    PROFILING = "profiling"
    SELF_HARM = "self-harm"
    SOCIAL_SCORING = "social-scoring"
    SPAM = "spam"
    SURVEILLANCE = "surveillance"
    TERRORISM = "terrorism"
    TRANSPORTATION = "transportation"
    UNLICENSED_PROFESSION = "unlicensed-profession"
    WEAPONS = "weapons"
