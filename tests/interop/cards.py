"""The metadata blocks of public model cards, abridged: the fields that say what a model is, in the shapes in which people write them.

`CARDS` were read: where, and at which commit, stands in cards.tsv beside this file, row by row; a card
that lies in a repository of code has the id under which its model is published. Words of no meaning here (what a prompt says,
examples of a widget, most of a long list) are shortened. `REMEMBERED` were written down from knowledge of well-known cards and could not be
traced: they show shapes, and are no evidence of what those cards say.

Each is the repository, the block, and what must come out: the licence (nothing if the card gives none), the bases, their relation, and
the availability of the weights as far as the card says it.
"""

from __future__ import annotations

from typing import NamedTuple


class RealCard(NamedTuple):
    repo_id: str
    metadata: str
    license: str | None
    bases: tuple[str, ...] = ()
    relation: str | None = None
    parameters: str = "unknown"


CARDS = [
    RealCard(
        "hkust-nlp/qwen2.5-7b-coder_codeio_pp_stage1",
        "license: cc-by-4.0\nlibrary_name: transformers\npipeline_tag: text-generation",
        "CC-BY-4.0",
    ),
    RealCard("Neurona/cpegen_vers", "library_name: transformers\nlicense: unlicense\npipeline_tag: token-classification", "Unlicense"),
    RealCard(
        "genloop/FHIR_QnA_Mistral-NeMo-Base-4900-FT_T2",
        "license: apache-2.0\nlibrary_name: transformers\npipeline_tag: question-answering",
        "Apache-2.0",
    ),
    RealCard(
        "ydeng9/OpenVLThinker-7B",
        "base_model:\n- Qwen/Qwen2.5-VL-7B-Instruct\nlicense: apache-2.0\nlibrary_name: transformers\npipeline_tag: image-text-to-text",
        "Apache-2.0",
        ("Qwen/Qwen2.5-VL-7B-Instruct",),
        "finetune",
    ),
    RealCard(
        "SenseLLM/StructureCoder-3B",
        "language:\n- en\nlicense: apache-2.0\npipeline_tag: text-generation\nlibrary_name: transformers",
        "Apache-2.0",
    ),
    RealCard(
        "enghamdiali/idefics-9b-merge",
        "library_name: transformers\nlanguage:\n- en\nlicense: mit\npipeline_tag: question-answering\ntags:\n- text-generation-inference",
        "MIT",
    ),
    RealCard(
        "SuperPowerMz/SON_Mistral-7B-QLoRA-Peft",
        "library_name: transformers\nlicense: apache-2.0\ndatasets:\n- beomi/KoAlpaca-v1.1a\nlanguage:\n- ko\npipeline_tag: text-generation",
        "Apache-2.0",
    ),
    RealCard(
        "LeroyDyer/Mixtral_Instruct",
        "license: apache-2.0\nlanguage:\n- en\nlibrary_name: transformers\npipeline_tag: text-generation",
        "Apache-2.0",
    ),
    RealCard(
        "juengsi/DT-SL-SOLAR-10.7B-v0.1",
        "library_name: transformers\nlicense: cc-by-4.0\nlanguage:\n- ko\npipeline_tag: text-generation",
        "CC-BY-4.0",
    ),
    RealCard(
        "SanctumAI/Mistral-7B-Instruct-v0.3-GGUF",
        "pipeline_tag: text-generation\nlicense: apache-2.0\nbase_model:\n- mistralai/Mistral-7B-Instruct-v0.3",
        "Apache-2.0",
        ("mistralai/Mistral-7B-Instruct-v0.3",),
        "finetune",
    ),
    RealCard(
        "matrixportal/gemma-2-9b-it-Q4_0-GGUF",
        "license: gemma\nlibrary_name: transformers\npipeline_tag: text-generation\nextra_gated_heading: Access Gemma on Hugging Face\nextra_gated_prompt: To get access, review\n  and agree.\nextra_gated_button_content: Acknowledge license\ntags:\n- conversational\n- llama-cpp\n- gguf-my-repo\nbase_model: google/gemma-2-9b-it",
        "LicenseRef-gemma",
        ("google/gemma-2-9b-it",),
        "finetune",
        parameters="gated",
    ),
    RealCard(
        "lunahr/SystemGemma2-2b-it",
        "license: gemma\nlibrary_name: transformers\npipeline_tag: text-generation\nextra_gated_heading: Access Gemma on Hugging Face\nextra_gated_prompt: >-\n  To get access, review\n  and agree.\nextra_gated_button_content: Acknowledge license\ntags:\n- conversational",
        "LicenseRef-gemma",
        parameters="gated",
    ),
    RealCard("CharlieBoyer/gated", "license: llama4\nextra_gated_eu_disallowed: true", "LicenseRef-llama4"),
    RealCard("akashaero/Meta-Llama-3.1-8B-Instruct-Q8_0.gguf", "license: llama3.1", "LicenseRef-llama3.1"),
    RealCard(
        "Junn17/quantize_llama",
        "license: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B-Instruct\ntags:\n  - gguf\n  - q4_k_m\n  - quantized",
        "Apache-2.0",
        ("meta-llama/Llama-3.1-8B-Instruct",),
        "quantized",
    ),
    RealCard(
        "bartowski/Llama-3.1-8B-Lexi-Uncensored-GGUF",
        "base_model: Orenguteng/Llama-3.1-8B-Lexi-Uncensored\nlicense: llama3.1\npipeline_tag: text-generation\nquantized_by: bartowski",
        "LicenseRef-llama3.1",
        ("Orenguteng/Llama-3.1-8B-Lexi-Uncensored",),
        "finetune",
    ),
    RealCard(
        "bartowski/Llama-3.1-70B-ArliAI-RPMax-v1.3-GGUF",
        "quantized_by: bartowski\npipeline_tag: text-generation\nlicense: llama3.1\nbase_model: ArliAI/Llama-3.1-70B-ArliAI-RPMax-v1.3",
        "LicenseRef-llama3.1",
        ("ArliAI/Llama-3.1-70B-ArliAI-RPMax-v1.3",),
        "finetune",
    ),
    RealCard(
        "bartowski/llama-3-Nephilim-v3-8B-GGUF",
        "base_model: grimjim/llama-3-Nephilim-v3-8B\nlibrary_name: transformers\nlicense: cc-by-nc-4.0\npipeline_tag: text-generation\ntags:\n- mergekit\n- merge\nquantized_by: bartowski",
        "CC-BY-NC-4.0",
        ("grimjim/llama-3-Nephilim-v3-8B",),
        "finetune",
    ),
    RealCard(
        "cortecs/Meta-Llama-3-70B-Instruct-GPTQ",
        "datasets: wikitext\nlicense: other\nlicense_link: https://llama.meta.com/llama3/license/",
        "LicenseRef-llama3",
    ),
    RealCard(
        "leafspark/Llama-3-Orca-1.0-8B-GGUF",
        "license: other\nlicense_name: llama-3-license\nlicense_link: https://huggingface.co/meta-llama/Meta-Llama-3-8B/blob/main/LICENSE\nlibrary_name: transformers\ntags:\n  - gguf\nlanguage:\n  - en\npipeline_tag: text-generation",
        "LicenseRef-llama3",
    ),
    RealCard(
        "Kubermatic/DeepCNCF",
        "license: mit\nbase_model: google/gemma-1.1-7b-it\nlibrary_name: peft",
        "MIT",
        ("google/gemma-1.1-7b-it",),
        "adapter",
    ),
    RealCard(
        "preetam7/ClaimVer_Gemma-2B-Chat",
        "license: gemma\nbase_model: google/gemma-2b-it\nlibrary_name: peft\ntags:\n- llama-factory\n- lora\ndatasets:\n- preetam7/ClaimVer",
        "LicenseRef-gemma",
        ("google/gemma-2b-it",),
        "adapter",
    ),
    RealCard("h2m/mhm-7b-v1.3", "base_model: []\ntags:\n- mergekit\n- merge\nlicense: apache-2.0", "Apache-2.0"),
    RealCard(
        "Yntec/Dreamful3",
        "license: creativeml-openrail-m\nlibrary_name: diffusers\npipeline_tag: text-to-image",
        "LicenseRef-creativeml-openrail-m",
    ),
    RealCard(
        "Yntec/RadiantCinemagic",
        "license: creativeml-openrail-m\nlibrary_name: diffusers\npipeline_tag: text-to-image\nlanguage:\n- en\ntags:\n- stable-diffusion\n- stable-diffusion-diffusers\n- text-to-image\ninference: true",
        "LicenseRef-creativeml-openrail-m",
    ),
    RealCard("CluelessC/hll-test", "license: creativeml-openrail-m\npipeline_tag: text-to-image", "LicenseRef-creativeml-openrail-m"),
    RealCard(
        "01-ai/Yi-34B",
        'license: apache-2.0\nwidget:\n  - example_title: "Yi-34B-Chat"\n    text: "hi"\n    output:\n      text: " Hello!"\npipeline_tag: text-generation',
        "Apache-2.0",
    ),
    RealCard(
        "SparseLLM/prosparse-llama-2-7b",
        "language:\n- en\nlibrary_name: transformers\nlicense: llama2\npipeline_tag: text-generation\n",
        "LicenseRef-llama2",
    ),
    RealCard("BAAI/EVA", "license: mit", "MIT"),
    RealCard(
        "sentence-transformers/all-MiniLM-L6-v2",
        "language: en\nlicense: apache-2.0\nlibrary_name: sentence-transformers\ntags:\n- sentence-transformers\n- feature-extraction\n- sentence-similarity\n- transformers\ndatasets:\n- s2orc\n- flax-sentence-embeddings/stackexchange_xml\n- ms_marco\npipeline_tag: sentence-similarity",
        "Apache-2.0",
    ),
    RealCard("google/magenta-realtime-2", "license: cc-by-4.0\nlibrary_name: magenta-realtime-2", "CC-BY-4.0"),
    RealCard(
        "Efficient-Large-Model/nvila_lite_2b_dev",
        "license: cc\nlanguage:\n- en\nbase_model:\n- Qwen/Qwen2.5-1.5B-Instruct",
        "LicenseRef-cc",
        ("Qwen/Qwen2.5-1.5B-Instruct",),
        "finetune",
    ),
]

REMEMBERED = [
    RealCard(
        "meta-llama/Llama-3.1-8B-Instruct",
        'language:\n- en\n- de\nlicense: llama3.1\nbase_model: meta-llama/Meta-Llama-3.1-8B\npipeline_tag: text-generation\ntags:\n- facebook\n- meta\nextra_gated_prompt: "accept"\nextra_gated_fields:\n  First Name: text\n  Country: country',
        "LicenseRef-llama3.1",  # its base is the same release on record
        parameters="gated",
    ),
    RealCard(
        "mistralai/Mistral-7B-Instruct-v0.2",
        "license: apache-2.0\npipeline_tag: text-generation\ntags:\n- finetuned\ninference: true",
        "Apache-2.0",
    ),
    RealCard(
        "google/gemma-2-9b-it",
        "license: gemma\nlibrary_name: transformers\npipeline_tag: text-generation\nextra_gated_heading: Access Gemma on Hugging Face\nextra_gated_button_content: Acknowledge license\nbase_model: google/gemma-2-9b",
        "LicenseRef-gemma",
        parameters="gated",
    ),
    RealCard(
        "Qwen/Qwen2.5-72B-Instruct",
        "license: other\nlicense_name: qwen\nlicense_link: https://huggingface.co/Qwen/Qwen2.5-72B-Instruct/blob/main/LICENSE\nlanguage:\n- en\npipeline_tag: text-generation\nbase_model: Qwen/Qwen2.5-72B\ntags:\n- chat\nlibrary_name: transformers",
        "LicenseRef-qwen",
    ),
    RealCard("deepseek-ai/DeepSeek-R1", "license: mit\nlibrary_name: transformers", "MIT"),
    RealCard(
        "deepseek-ai/DeepSeek-V2",
        "license: other\nlicense_name: deepseek\nlicense_link: https://github.com/deepseek-ai/DeepSeek-V2/blob/main/LICENSE-MODEL",
        "LicenseRef-deepseek",
    ),
    RealCard(
        "microsoft/phi-4",
        "license: mit\nlicense_link: https://huggingface.co/microsoft/phi-4/resolve/main/LICENSE\nlanguage:\n- en\npipeline_tag: text-generation\ninference:\n  parameters:\n    temperature: 0\nwidget:\n- messages:\n  - role: user\n    content: How?",
        "MIT",
    ),
    RealCard(
        "stabilityai/stable-diffusion-xl-base-1.0",
        "license: openrail++\ntags:\n- text-to-image\n- stable-diffusion",
        "LicenseRef-creativeml-openrail-plus-plus-m",
    ),
    RealCard(
        "stabilityai/stable-diffusion-3.5-large",
        'license: other\nlicense_name: stabilityai-ai-community\nlicense_link: LICENSE.md\npipeline_tag: text-to-image\ninference: true\nextra_gated_prompt: >-\n  By clicking "Agree", you agree\n  to the agreement.\nextra_gated_fields:\n  Name: text',
        "LicenseRef-stability-ai-community-2024",
        parameters="gated",
    ),
    RealCard(
        "black-forest-labs/FLUX.1-dev",
        "language:\n- en\nlicense: other\nlicense_name: flux-1-dev-non-commercial-license\nlicense_link: LICENSE.md\nextra_gated_prompt: accept\ntags:\n- text-to-image",
        "LicenseRef-flux-1-dev",
        parameters="gated",
    ),
    RealCard("black-forest-labs/FLUX.1-schnell", "language:\n- en\nlicense: apache-2.0\ntags:\n- text-to-image\n- flux", "Apache-2.0"),
    RealCard(
        "bigscience/bloom",
        "license: bigscience-bloom-rail-1.0\nlanguage:\n- ak\n- 'no'\n- en\nprogramming_language:\n- C\npipeline_tag: text-generation\nmodel-index:\n- name: bloom\n  results:\n  - task:\n      type: text-generation",
        "LicenseRef-bigscience-bloom-rail-1.0",
    ),
    RealCard(
        "bigcode/starcoder2-15b",
        "pipeline_tag: text-generation\ninference: false\ndatasets:\n- bigcode/the-stack-v2-train\nlicense: bigcode-openrail-m\nlibrary_name: transformers\ntags:\n- code",
        "LicenseRef-bigcode-openrail-m",
    ),
    RealCard(
        "EleutherAI/pythia-6.9b",
        "language:\n- en\ntags:\n- pytorch\nlicense: apache-2.0\ndatasets:\n- EleutherAI/pile\nlibrary_name: gpt-neox",
        "Apache-2.0",
    ),
    RealCard("allenai/OLMo-2-1124-7B", "license: apache-2.0\nlanguage:\n- en\nlibrary_name: transformers", "Apache-2.0"),
    RealCard(
        "TheBloke/Llama-2-7B-Chat-GGUF",
        "arxiv: 2307.09288\nbase_model: https://huggingface.co/meta-llama/Llama-2-7b-chat-hf\ninference: false\nlanguage:\n- en\nlicense: llama2\nmodel_creator: Meta Llama 2\nmodel_name: Llama 2 7B Chat\nmodel_type: llama\nquantized_by: TheBloke\ntags:\n- gguf",
        "LicenseRef-llama2",
        ("meta-llama/Llama-2-7b-chat-hf",),
        "quantized",
    ),
    RealCard(
        "NousResearch/Hermes-3-Llama-3.1-8B",
        "language:\n- en\nlicense: llama3\ntags:\n- Llama-3\n- finetune\nbase_model: meta-llama/Meta-Llama-3.1-8B\nwidget:\n- example_title: Hermes 3\nlibrary_name: transformers",
        "LicenseRef-llama3",
        ("meta-llama/Meta-Llama-3.1-8B",),
        "finetune",
    ),
    RealCard(
        "nvidia/Llama-3.1-Nemotron-70B-Instruct-HF",
        "license: llama3.1\nlanguage:\n- en\ninference: false\nfine-tuning: false\ntags:\n- nvidia\ndatasets:\n- nvidia/HelpSteer2\nbase_model: meta-llama/Llama-3.1-70B-Instruct\npipeline_tag: text-generation",
        "LicenseRef-llama3.1",
        ("meta-llama/Llama-3.1-70B-Instruct",),
        "finetune",
    ),
    RealCard(
        "CohereLabs/c4ai-command-r-v01",
        "language:\n- en\n- fr\nlicense: cc-by-nc-4.0\nlibrary_name: transformers\ninference: false\nextra_gated_prompt: accept\nextra_gated_fields:\n  Name: text\n  I agree to use this model for non-commercial use ONLY: checkbox",
        "CC-BY-NC-4.0",
        parameters="gated",
    ),
    RealCard(
        "openai/whisper-large-v3",
        "language:\n- en\n- zh\ntags:\n- audio\n- hf-asr-leaderboard\nwidget:\n- src: https://cdn-media.huggingface.co/a.flac\npipeline_tag: automatic-speech-recognition\nlicense: apache-2.0",
        "Apache-2.0",
    ),
    RealCard(
        "sentence-transformers/all-MiniLM-L6-v2",
        "language: en\nlicense: apache-2.0\nlibrary_name: sentence-transformers\ntags:\n- feature-extraction\ndatasets:\n- s2orc\n- flax-sentence-embeddings/stackexchange_xml\n- ms_marco\npipeline_tag: sentence-similarity",
        "Apache-2.0",
    ),
    RealCard(
        "tiiuae/falcon-40b", "datasets:\n- tiiuae/falcon-refinedweb\nlanguage:\n- en\ninference: false\nlicense: apache-2.0", "Apache-2.0"
    ),
    RealCard(
        "tiiuae/falcon-180B",
        "datasets:\n- tiiuae/falcon-refinedweb\ninference: false\nlicense: unknown\nextra_gated_heading: Acknowledge license\nextra_gated_prompt: accept",
        "NOASSERTION",
        parameters="gated",
    ),
    RealCard(
        "databricks/dbrx-instruct",
        "extra_gated_heading: Request access\nextra_gated_button_content: Submit\nextra_gated_prompt: accept\nlibrary_name: transformers\nlicense: other\nlicense_name: databricks-open-model-license\nlicense_link: https://www.databricks.com/legal/open-model-license\ninference: false",
        "LicenseRef-databricks-open-model",
        parameters="gated",
    ),
    RealCard(
        "mistralai/Mistral-Large-Instruct-2407",
        "language:\n- en\nlicense: other\nlicense_name: mrl\nlicense_link: https://mistral.ai/licenses/MRL-0.1.md\ninference: false\nextra_gated_description: x",
        "LicenseRef-mrl",
        parameters="gated",
    ),
    RealCard("xai-org/grok-1", "license: apache-2.0\npipeline_tag: text-generation\nlibrary_name: grok\ntags:\n- grok-1", "Apache-2.0"),
    RealCard(
        "google-bert/bert-base-uncased",
        "language: en\ntags:\n- exbert\nlicense: apache-2.0\ndatasets:\n- bookcorpus\n- wikipedia",
        "Apache-2.0",
    ),
    RealCard("openai-community/gpt2", "language: en\ntags:\n- exbert\n\nlicense: mit\n", "MIT"),
    RealCard(
        "facebook/musicgen-large", "inference: true\ntags:\n- musicgen\nlicense: cc-by-nc-4.0\npipeline_tag: text-to-audio", "CC-BY-NC-4.0"
    ),
    RealCard(
        "mlabonne/Beagle14-7B",
        "license: cc-by-nc-4.0\nbase_model:\n- fblgit/UNA-TheBeagle-7b-v1\n- argilla/distilabeled-Marcoro14-7B-slerp\ntags:\n- merge\n- mergekit",
        "CC-BY-NC-4.0",
        ("fblgit/UNA-TheBeagle-7b-v1", "argilla/distilabeled-Marcoro14-7B-slerp"),
        "merge",
    ),
    RealCard(
        "moonshotai/Kimi-K2-Instruct",
        "license: other\nlicense_name: modified-mit\nlibrary_name: transformers\nnew_version: moonshotai/Kimi-K2-Instruct-0905",
        "LicenseRef-modifiedmit",
    ),
    RealCard(
        "HuggingFaceH4/zephyr-7b-beta",
        "tags:\n- generated_from_trainer\nlicense: mit\ndatasets:\n- HuggingFaceH4/ultrachat_200k\n- HuggingFaceH4/ultrafeedback_binarized\nlanguage:\n- en\nbase_model: mistralai/Mistral-7B-v0.1\nwidget: []\npipeline_tag: text-generation",
        "MIT",
        ("mistralai/Mistral-7B-v0.1",),
        "finetune",
    ),
    RealCard(
        "unsloth/Llama-3.2-1B-Instruct-bnb-4bit",
        "base_model: meta-llama/Llama-3.2-1B-Instruct\nlanguage:\n- en\nlibrary_name: transformers\nlicense: llama3.2\ntags:\n- llama-3\n- 4-bit\n- unsloth",
        "LicenseRef-llama3.2",
        ("meta-llama/Llama-3.2-1B-Instruct",),
        "quantized",
    ),
    RealCard("zai-org/chatglm3-6b", "language:\n- zh\n- en\ntags:\n- glm\n- chatglm\n- thudm", None),
    RealCard("tloen/alpaca-lora-7b", "license: mit\ndatasets:\n- yahma/alpaca-cleaned", "MIT"),
    RealCard("lmsys/vicuna-7b-v1.5", "inference: false\nlicense: llama2", "LicenseRef-llama2"),
    RealCard(
        "microsoft/Phi-4-multimodal-instruct",
        "language:\n- multilingual\n- ar\nlibrary_name: transformers\nlicense: mit\nlicense_link: https://huggingface.co/microsoft/Phi-4-multimodal-instruct/resolve/main/LICENSE\npipeline_tag: automatic-speech-recognition\ntags:\n- nlp",
        "MIT",
    ),
    RealCard(
        "bartowski/gemma-2-9b-it-GGUF",
        "base_model: google/gemma-2-9b-it\nlibrary_name: transformers\nlicense: gemma\npipeline_tag: text-generation\ntags:\n- conversational\nquantized_by: bartowski\nbase_model_relation: quantized",
        "LicenseRef-gemma",
        ("google/gemma-2-9b-it",),
        "quantized",
    ),
    RealCard("FacebookAI/roberta-base", "language: en\ntags:\n- exbert\nlicense: mit\ndatasets:\n- bookcorpus\n- wikipedia", "MIT"),
    RealCard(
        "ai21labs/Jamba-v0.1",
        "library_name: transformers\nlicense: apache-2.0\ntags:\n- jamba\n- mamba\n- moe\nextra_gated_fields:\n  Name: text",
        "Apache-2.0",
        parameters="gated",
    ),
]
