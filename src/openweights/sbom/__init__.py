"""Bills of materials: CycloneDX and SPDX 3, written from records and read from whoever wrote them."""

from openweights.sbom.cyclonedx_reader import from_cyclonedx as from_cyclonedx
from openweights.sbom.cyclonedx_writer import to_cyclonedx as to_cyclonedx
from openweights.sbom.spdx_writer import to_spdx3 as to_spdx3
