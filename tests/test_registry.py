"""Licences by every name: exact after normalisation, never a guess."""

from __future__ import annotations

import pytest

from openweights import Freedom, InvalidValueError, License, UnknownNameError, Verdict
from openweights.names import license_key
from openweights.registry import find_license, hub_ids, spdx_ids


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("MIT License", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("apache license 2.0", "Apache-2.0"),
        ("https://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("http://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("GPLv3", "GPL-3.0"),
        ("llama3.1", "LicenseRef-llama3.1"),
        ("LicenseRef-llama3.1", "LicenseRef-llama3.1"),
        ("https://huggingface.co/meta-llama/Llama-3.2-1B/blob/main/LICENSE.txt", "LicenseRef-llama3.2"),
        ("gemma", "LicenseRef-gemma"),
        ("modified-mit-kimi-k2", "LicenseRef-modified-mit-kimi-k2"),
        ("none", "NONE"),
        ("unknown", "NOASSERTION"),
        ("Classpath-exception-2.0", "Classpath-exception-2.0"),
    ],
)
def test_a_name_in_any_spelling_is_its_licence(name: str, id: str) -> None:
    assert License.get(name).id == id


def test_a_near_name_is_offered_and_never_taken() -> None:
    with pytest.raises(UnknownNameError) as caught:
        License.get("llama3.9")
    assert any("llama3" in name for name in caught.value.did_you_mean)
    assert find_license("llama3.9") is None
    with pytest.raises(InvalidValueError):
        License.get(3)  # type: ignore[arg-type]


def test_every_licence_id_of_the_hub_is_known() -> None:
    assert len(hub_ids()) == 83
    assert [hub_id for hub_id in hub_ids() if find_license(hub_id) is None] == []


def test_every_spdx_id_is_known_by_itself_and_at_most_a_tenth_have_no_verdict() -> None:
    unknown = []
    for spdx_id in spdx_ids():
        license = License.get(spdx_id)
        assert license.id == spdx_id
        if license.freedom.certain:
            assert license.grounds, spdx_id
        else:
            unknown.append(spdx_id)
    assert len(unknown) <= len(spdx_ids()) / 10


def test_a_family_is_the_interval_over_its_members() -> None:
    family = License.get("cc")
    assert family.freedom.low is Freedom.NON_COMMERCIAL
    assert family.freedom.high is Freedom.OPEN
    assert family.osi_approved is Verdict.UNKNOWN


def test_versions_name_the_version_before() -> None:
    assert License.get("llama3").supersedes == "LicenseRef-llama2"
    assert License.get("gemma").supersedes == "LicenseRef-gemma-2024-04"


def test_keys_forget_case_spaces_hyphens_and_the_scheme() -> None:
    assert license_key("  Apache_License 2.0") == license_key("apache-license2.0")
    assert license_key("HTTPS://WWW.example.org/a/") == license_key("http://example.org/a")
