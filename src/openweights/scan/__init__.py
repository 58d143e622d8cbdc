"""Which models a repository names: source code, configuration, scripts, containers, lists, and which lie in it."""

from __future__ import annotations

from openweights.scan.finders import FINDERS as FINDERS, FileFinder as FileFinder, Finder as Finder
from openweights.scan.folders import ModelFolders as ModelFolders
from openweights.scan.reference import (
    Mention as Mention,
    Note as Note,
    Reference as Reference,
    ScanReport as ScanReport,
    Status as Status,
)
from openweights.scan.scanner import scan as scan, scan_hub_cache as scan_hub_cache
