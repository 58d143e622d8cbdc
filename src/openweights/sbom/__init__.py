"""Bills of materials: CycloneDX and SPDX 3, written from records and read from whoever wrote them."""

from openweights.sbom.cyclonedx_reader import from_cyclonedx as from_cyclonedx
from openweights.sbom.cyclonedx_writer import to_cyclonedx as to_cyclonedx
from openweights.sbom.document import is_sbom as is_sbom
from openweights.sbom.listed import ListedModel as ListedModel
from openweights.sbom.references import SbomReference as SbomReference, models_in_sbom as models_in_sbom
from openweights.sbom.spdx_reader import from_spdx3 as from_spdx3
from openweights.sbom.spdx_writer import to_spdx3 as to_spdx3
