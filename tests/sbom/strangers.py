"""SBOMs as other tools write them: shapes re-typed from public generators and guides, facts only."""

from __future__ import annotations

from typing import Any

#: As a generator for Hub models writes it (CycloneDX 1.6): package URL, card, data set inline, ancestors.
HUB_GENERATOR: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {
        "component": {
            "type": "application",
            "name": "assistant",
            "components": [{"type": "machine-learning-model", "name": "gpt-4o", "supplier": {"name": "OpenAI"}}],
        }
    },
    "components": [
        {
            "type": "machine-learning-model",
            "bom-ref": "m1",
            "group": "acme",
            "name": "support-chat",
            "version": "1.0",
            "purl": "pkg:huggingface/acme/support-chat@9f2c3d",
            "manufacturer": {"name": "Acme"},
            "description": "Answers questions.",
            "licenses": [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}],
            "pedigree": {
                "ancestors": [
                    {
                        "type": "machine-learning-model",
                        "name": "Llama-3.1-8B-Instruct",
                        "purl": "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct@0e9e39f2",
                    }
                ]
            },
            "externalReferences": [
                {"type": "model-card", "url": "https://huggingface.co/acme/support-chat"},
                {"type": "distribution", "url": "https://huggingface.co/acme/support-chat/tree/main"},
                {"type": "vcs", "url": "https://git.example/acme"},
            ],
            "modelCard": {
                "modelParameters": {
                    "task": "text-generation",
                    "datasets": [{"type": "dataset", "name": "tickets", "contents": {"url": "https://data.example/t"}}, {"ref": "d1"}],
                },
                "considerations": {"useCases": ["support"]},
            },
            "properties": [{"name": "acme:team", "value": "a"}],
        },
        {
            "type": "data",
            "bom-ref": "d1",
            "name": "faq",
            "licenses": [{"license": {"id": "CC-BY-4.0"}}],
            "data": [{"type": "dataset", "contents": {"url": "https://data.example/faq"}}],
        },
        {"type": "library", "name": "torch", "version": "2.9.0", "purl": "pkg:pypi/torch@2.9.0"},
    ],
}

#: As a scanner of container images writes it (1.5): a package URL and a licence by name, several licences, no type of its own.
IMAGE_SCANNER: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {
            "type": "library",
            "name": "Mistral-7B-v0.1",
            "purl": "pkg:huggingface/mistralai/Mistral-7B-v0.1@7231864981174d9bee8c7687c24c8344414eae6b",
            "licenses": [{"license": {"name": "Apache License 2.0"}}],
        },
        {
            "type": "machine-learning-model",
            "name": "Mistral-7B-v0.1",
            "group": "somebody-else",
            "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Some house rules"}}],
        },
        {"type": "machine-learning-model", "name": "GPT-4", "version": "Turbo", "author": "OpenAI"},
        {"type": "machine-learning-model", "name": "Llama", "version": "c5ca3b7ac5a5e0a1f0e1d8bc0b4a2c5a73d14ec8"},
    ],
}

#: As the examples of the SPDX AI working group write it (3.0.1).
SPDX_EXAMPLE: dict[str, Any] = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-01-01T00:00:00Z", "createdBy": ["urn:org"]},
        {"type": "Organization", "spdxId": "urn:org", "creationInfo": "_:c", "name": "Acme"},
        {
            "type": "ai_AIPackage",
            "spdxId": "urn:chat",
            "creationInfo": "_:c",
            "name": "support-chat",
            "suppliedBy": "urn:org",
            "software_packageVersion": "1.0",
            "software_primaryPurpose": "model",
            "software_downloadLocation": "https://models.acme.example/chat",
            "ai_typeOfModel": ["transformer"],
        },
        {
            "type": "ai_AIPackage",
            "spdxId": "urn:base",
            "creationInfo": "_:c",
            "name": "gemma-2-9b",
            "externalIdentifier": [
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": "packageUrl",
                    "identifier": "pkg:huggingface/google/gemma-2-9b",
                }
            ],
        },
        {
            "type": "dataset_DatasetPackage",
            "spdxId": "urn:data",
            "creationInfo": "_:c",
            "name": "tickets",
            "dataset_datasetType": ["text"],
        },
        {
            "type": "expandedlicensing_ConjunctiveLicenseSet",
            "spdxId": "urn:both",
            "creationInfo": "_:c",
            "expandedlicensing_member": ["https://spdx.org/licenses/MIT", "urn:house"],
        },
        {"type": "expandedlicensing_CustomLicense", "spdxId": "urn:house", "creationInfo": "_:c", "name": "House rules"},
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:ccby",
            "creationInfo": "_:c",
            "simplelicensing_licenseExpression": "CC-BY-4.0",
        },
        *(
            {
                "type": "Relationship",
                "spdxId": f"urn:r{number}",
                "creationInfo": "_:c",
                "from": source,
                "relationshipType": kind,
                "to": [to],
            }
            for number, (source, kind, to) in enumerate(
                [
                    ("urn:chat", "hasDeclaredLicense", "urn:both"),
                    ("urn:chat", "hasConcludedLicense", "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"),
                    ("urn:chat", "trainedOn", "urn:data"),
                    ("urn:data", "hasDeclaredLicense", "urn:ccby"),
                    ("urn:chat", "descendantOf", "urn:base"),
                ]
            )
        ),
    ],
}
