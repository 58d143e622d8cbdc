"""Which models a repository names: source code, configuration, scripts, containers, lists."""

from __future__ import annotations

from openweights.scan.reference import Note as Note, Reference as Reference, ScanReport as ScanReport, Status as Status
from openweights.scan.scanner import scan as scan
