"""Which models a repository names: source code, configuration, scripts, containers, lists."""

from __future__ import annotations

from openweights.scan.finders import FINDERS as FINDERS, FileFinder as FileFinder, Finder as Finder
from openweights.scan.reference import (
    Mention as Mention,
    Note as Note,
    Reference as Reference,
    ScanReport as ScanReport,
    Status as Status,
)
from openweights.scan.scanner import scan as scan
