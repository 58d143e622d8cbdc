"""A plugin of pytest: the fixture `openweights_policy`, so that a test can say `assert openweights_policy.allows("...")`.

It is found by entry point once the library is installed with the extra `pytest`. The policy is read when a test asks for it, from
the file that the ini option `openweights_policy` names, seen from pytest's root folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from openweights.policy.policy import Policy

#: The ini option, and the file that it names unless told otherwise.
OPTION = "openweights_policy"
DEFAULT = "openweights-policy.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini option.

    Args:
        parser: Pytest's.
    """
    parser.addini(OPTION, "File of the openweights policy, seen from the root folder.", type="string", default=DEFAULT)


@pytest.fixture(scope="session", name="openweights_policy")
def openweights_policy_fixture(pytestconfig: pytest.Config) -> Policy:
    """The policy of the project, read once a session.

    Args:
        pytestconfig: Pytest's.

    Raises:
        PolicyError: If the file cannot be read or holds no valid policy: the tests that ask for it fail.
    """
    from openweights.policy.files import read_policy

    return read_policy(pytestconfig.rootpath / str(pytestconfig.getini(OPTION)))
