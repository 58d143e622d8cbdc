"""Whether a text looks like the name of a model. What a place is sure to name is another question, answered where the place is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from openweights.bundle import bundle, per_bundle
from openweights.names import LONGEST_NAME, name_key
from openweights.resolution import Resolution, find
from openweights.scan.reference import Certainty, Mention, Status

#: Prefixes by which LiteLLM, LangChain, Pydantic AI and OpenRouter say where a model runs: `groq/...`, `openai:...`.
#: Source: LiteLLM, providers; LangChain, `init_chat_model`; Pydantic AI, models.
PROVIDERS = frozenset(
    """ai21 aiml anthropic anyscale azure azure_ai azure_openai bedrock bedrock_converse cerebras cloudflare codestral cohere cohere_chat
    dashscope databricks deepinfra deepseek fal-ai fireworks fireworks_ai friendliai gemini google google-gla google-vertex google_genai
    google_vertexai gpt4all groq hosted_vllm hf huggingface hyperbolic jina_ai litellm litellm_proxy lm_studio mistral mistralai moonshot
    nebius novita nvidia nvidia_nim ollama ollama_chat openai openai_like openrouter perplexity predibase replicate sagemaker
    sagemaker_chat sambanova snowflake text-completion-openai together together_ai upstage vertex_ai vllm voyage watsonx xai xinference
    models""".split()
)

#: Words for architectures that occur in names of models. Source: Transformers, `model_type` of its configurations; spaCy, Diffusers and
#: Sentence Transformers, names of published checkpoints. What the data set knows is added to them.
ARCHITECTURES = """albert aya babbage bart bert bge bigbird blenderbot blip bloom camembert canary clip codegen codellama codet5 command
    controlnet dall-e davinci deberta deepseek deit detr dinov dino distilbart distilbert distilgpt distilroberta dolly dolphin dpt electra
    embed-english embed-multilingual ernie esm falcon flan flaubert flux gliner gpt gte hermes internlm jamba jina jina-embeddings jurassic
    kimi kokoro led longformer m2m100 magistral marian mbart minicpm minilm mistral mixtral mms mobilebert mobilenet modernbert mpnet mpt
    multilingual-e5 mxbai nemotron nllb nomic nova opus-mt orca paraphrase parakeet paligemma pegasus phi pixart pixtral prot resnet
    rerank roberta sam sd sdxl segformer seamless sentence-t5 solar sonar speecht5 stable-diffusion stablelm starcoder swin t5 tapas
    text-embedding textembedding tinyllama titan tts vicuna vit voyage wav2vec whisper wizardlm xlm xlnet yi yolo zephyr zamba""".split()

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*\Z")
_HUB = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}(?:[@:][\w.-]+)?\Z")
_SIZED = re.compile(r"(?:^|[-_.x:])(?:a?\d+(?:\.\d+)?[bm])(?:$|[-_.:])", re.IGNORECASE)
_MARKED = re.compile(
    r"(?:^|[-_.:/])(?:instruct|chat|gguf|gptq|awq|ggml|mlx|embed|embedding|embeddings|embedder|reranker|lora|qlora|uncased|cased|distill?"
    r"|sft|dpo|rlhf|vlm?|coder|multilingual)(?:$|[-_.:])",
    re.IGNORECASE,
)
_SPACY = re.compile(r"[a-z]{2,3}_(?:core|ent|dep|sent)_\w+_(?:sm|md|lg|trf)\Z")
_OPENAI_SHORT = re.compile(r"(?:o[1345](?:-\w[\w-]*)?|tts-1[\w-]*|ada-002)\Z")

#: Dates, versions, addresses of machines with a port.
_NUMBERS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z|v?\d[\d.]*(?:[-/:][\d.]+)+\Z|v?\d+(?:\.\d+)+[-:/]|[\w.-]+:\d{2,5}(?:/|\Z)|localhost"
)

#: What has one slash and is no name on the Hub.
_MIME = frozenset("application audio example font haptics image message model multipart text video".split())
_AREAS = frozenset("africa america antarctica arctic asia atlantic australia etc europe indian pacific us utc gmt".split())
_ELSEWHERE = frozenset(
    "github.com gitlab.com bitbucket.org docker.io ghcr.io quay.io gcr.io mcr.microsoft.com nvcr.io public.ecr.aws".split()
)
_FOLDERS = frozenset(
    """app apps artifacts assets bin build cache checkpoint checkpoints ckpt ckpts conf config configs content data dist docs etc examples
    exp experiments home include input inputs lib log logs mnt model models_dir opt out output outputs results root runs saved saved_model
    saved_models scripts share src static target temp templates test tests tmp usr utils var vendor weights workspace""".split()
)
_FILES = re.compile(
    r"\.(?:py|pyi|ipynb|js|jsx|ts|tsx|mjs|json|jsonl|ya?ml|toml|ini|cfg|md|rst|txt|csv|tsv|html?|css|s?css|xml|sh|sql|png|jpe?g|gif|svg|pdf|"
    r"zip|gz|tgz|tar|whl|so|dll|exe|log|lock|env|proto|go|rs|java|c|h|cpp|rb|php|parquet|pkl|joblib|npy|npz|wav|mp3|mp4)\Z",
    re.IGNORECASE,
)
_WEIGHTS = re.compile(
    r"\.(?:safetensors|bin|pt|pth|ckpt|gguf|ggml|onnx|h5|keras|tflite|mlmodel|msgpack|nemo|pb|engine|pkl|joblib)\Z", re.IGNORECASE
)
_REMOTE = re.compile(r"(?:s3|gs|az|abfss?|file|dbfs|oss|wandb|mlflow|models?|runs|https?|ftp)://?", re.IGNORECASE)
_STOP = frozenset(
    """auto default none null nil true false yes no on off custom local other any all base small medium large tiny mini latest unknown test
    dummy mock fake model models llm name string str int float dict list object cpu cuda gpu mps float16 bfloat16 float32 todo tbd na n/a
    enabled disabled inherit same your-model my-model your-model-name model-name model-id model_name model_id your_model_name changeme
    chat text image audio completion embedding embeddings classification regression linear tree-based fast slow cheap smart best
    text-generation text2text-generation feature-extraction sentence-similarity fill-mask""".split()
)
_PLACEHOLDER = re.compile(
    r"[<{\[(]|\$|%\(|^your[-_/]|^my[-_/](?:model|org)|^(?:org|owner|user|username|namespace)/|x{3,}|\.\.\.", re.IGNORECASE
)

#: What the address of a file or repository on the Hub looks like, in any text.
HUB_URL = re.compile(
    r"(?:https?://)?(?:(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?:api/models/)?"
    r"|api-inference\.huggingface\.co/(?:models|pipeline/[\w-]+)/|router\.huggingface\.co/hf-inference/models/|hf://(?:models/)?)"
    r"(?P<name>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?P<rest>/[\w./-]*|:[\w.-]+)?"
)
_NO_OWNER = frozenset(
    "api blog collections chat datasets docs enterprise join learn login models new organizations papers posts pricing settings spaces "
    "tasks buckets kernels front".split()
)


class Likeness(IntEnum):
    """How much a text looks like the name of a model."""

    #: Not at all: a sentence, a path, a number, a media type.
    NONE = 0
    #: One word, or several joined.
    WORD = 1
    #: Owner and name with a slash between them.
    PAIR = 2
    #: It has what names of models have: a size, a known architecture, `instruct`.
    MARKED = 3
    #: A record goes by it.
    KNOWN = 4


@per_bundle
def resolved(name: str) -> Resolution:
    """Return what a name stands for, read as [`find`][openweights.resolution.find] does and, failing that, as services write names.

    Args:
        name: As written in a source.

    Examples:
        >>> resolved("gemini/gemini-1.5-pro").ids, resolved("eu.anthropic.claude-3-5-sonnet-20240620-v1:0").ids
        (('gemini-1.5-pro',), ('claude-3.5-sonnet',))
    """
    for reading in _readings(name):
        found = find(reading)
        if found is not None:
            return found._replace(name=name, read_as=found.read_as if reading == name else found.read_as or reading)
    return Resolution(name, (), None, "unknown")


_BEDROCK = re.compile(r"(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?([a-z0-9]+)\.([a-z][\w.-]*?)(?:-v\d+(?::\d+)?(?::\w+)?)?\Z")


def _readings(name: str) -> Iterator[str]:
    """Yield the ways to read a name. A provider's prefix says where a model runs, so what follows it is the name; nothing is guessed."""
    rest = name.strip()
    yield rest
    for _ in range(3):
        parts = re.split(r"[/:]", rest, maxsplit=1)
        if len(parts) < 2 or parts[0].casefold() not in PROVIDERS:
            break
        rest = parts[1]
        yield rest
    bedrock = _BEDROCK.match(rest)
    if bedrock:
        yield f"{bedrock[1]}/{bedrock[2]}"
    tag = rest.rpartition(":")
    if tag[0] and tag[2] in ("free", "nitro", "extended", "online", "floor", "thinking"):
        yield tag[0]


@per_bundle
def _stems() -> frozenset[str]:
    """What a name begins with: architectures, and the words with which the names on record begin."""
    stems = {name_key(each) for each in ARCHITECTURES}
    for key in (*bundle().model_names, *bundle().model_families):
        stem = re.match(r"[a-z]+", key.rpartition("/")[2])
        if stem and 3 <= len(stem[0]) <= 12:
            stems.add(stem[0])
    return frozenset(stems)


def _begins(name: str, owner: str) -> bool:
    """Whether a name begins with a known architecture; after an owner, any part of it may be one."""
    parts = [part for part in re.split(r"[-_.:]+", name.casefold()) if part]
    firsts = parts if owner else parts[:2]
    for at, part in enumerate(firsts):
        word = re.match(r"[a-z]*", part)
        stem = word[0] if word else ""
        if part in _stems() or (stem in _stems() and part != stem) or part + "".join(parts[at + 1 : at + 2]) in _stems():
            return True
    return False


@per_bundle
def likeness(text: str) -> Likeness:
    """Return how much a text looks like the name of a model.

    Examples:
        >>> likeness("meta-llama/Llama-3.1-8B").name, likeness("acme/tool").name, likeness("text/html").name
        ('KNOWN', 'PAIR', 'NONE')
    """
    name = text.strip()
    if not _WORD.match(name) or len(name) > LONGEST_NAME or name.casefold() in _STOP or not any(c.isalpha() for c in name):
        return Likeness.NONE
    first, slash, rest = name.partition("/")
    lower = first.casefold()
    if slash and (lower in _MIME or lower in _AREAS or lower in _ELSEWHERE or lower in _FOLDERS):
        return Likeness.NONE
    if _FILES.search(name) or _WEIGHTS.search(name) or name.endswith(("/", ".", ":")) or "//" in name:
        return Likeness.NONE
    if resolved(name).title is not None:
        return Likeness.KNOWN
    return _unknown_likeness(name, lower, slash, rest)


def _unknown_likeness(name: str, lower: str, slash: str, rest: str) -> Likeness:
    is_served = bool(slash) and lower in PROVIDERS
    if name.count("/") > 1 and not is_served:
        return Likeness.NONE
    if _dotted(name):
        return Likeness.NONE
    last = name.rpartition("/")[2]
    joined = any(c in last for c in "-_.:") or any(c.isdigit() for c in last)
    if joined and (_SIZED.search(last) or _SPACY.match(last) or _OPENAI_SHORT.match(last) or _MARKED.search(last) or _begins(last, slash)):
        return Likeness.MARKED
    if not slash:
        return Likeness.WORD
    if len(rest) < 2 or len(lower) < 2 or (not is_served and not _HUB.match(name)):
        return Likeness.NONE
    return Likeness.PAIR


def _dotted(name: str) -> bool:
    """Whether it is the path of a class or module, an address of a machine or a version."""
    if "/" in name or "-" in name or ":" in name:
        return bool(_NUMBERS.match(name))
    parts = name.split(".")
    return (len(parts) > 1 and all(part.isidentifier() for part in parts)) or bool(re.fullmatch(r"v?\d[\d.]*\w{0,3}", name))


def is_path(text: str) -> bool:
    """Whether a text that a call takes as a model is the path or the address of files rather than a name.

    Examples:
        >>> is_path("./out"), is_path("model.Q4_K_M.gguf"), is_path("bigscience/bloom")
        (True, True, False)
    """
    if text.startswith((".", "/", "~", "\\")) or "\\" in text or _WEIGHTS.search(text) or re.match(r"[A-Za-z]:[\\/]", text):
        return True
    if text.startswith("hf://"):
        return False
    if _REMOTE.match(text) or text.endswith("/"):
        return True
    first, slash, rest = text.partition("/")
    if slash and first.casefold() in _FOLDERS:
        return True
    if first == "models":  # Google's way to write a name, and a folder
        return resolved(rest).title is None and likeness(rest) < Likeness.MARKED
    return text.count("/") > 1 and first.casefold() not in PROVIDERS


def hub_names(text: str, *, files_only: bool) -> Iterator[tuple[int, str]]:
    """Yield where in a text an address names a model on the Hub, and the name.

    Args:
        text: Any text.
        files_only: Leave out addresses of pages: only those of files, of the API and of `hf://`.
    """
    for match in HUB_URL.finditer(text):
        name = match["name"].removesuffix(".git").rstrip(".")
        if name.partition("/")[0] in _NO_OWNER:
            continue
        rest = match["rest"] or ""
        is_file = (
            rest.startswith(("/resolve/", "/raw/", "/blob/")) or "api" in match[0][:30] or match[0].startswith(("hf://", "https://router"))
        )
        if is_file or not files_only:
            yield match.start("name"), name


def accepts(certainty: Certainty, text: str, *, evidence: bool = False) -> bool:
    """Whether a text at a place of that certainty is taken for the name of a model.

    Args:
        certainty: What the place is sure of.
        text: What stands there.
        evidence: Whether what stands around (imports, sibling keys) is about language models and the like.
    """
    if certainty is Certainty.STRONG:
        return bool(text.strip()) and "\n" not in text and len(text) <= LONGEST_NAME
    if _PLACEHOLDER.search(text):
        return False
    like = likeness(text)
    if evidence and certainty is Certainty.GENERIC:
        certainty = Certainty.LIKELY
    if like is Likeness.KNOWN and certainty < Certainty.SPECIFIC and text.isalpha() and len(text) > 2:
        return False  # `claude`, `llama`: the name of a family is no name to call a model by, and often one's own name for a model
    if like >= Likeness.MARKED:
        return True
    if like is Likeness.PAIR:
        return certainty >= Certainty.LIKELY
    return certainty is Certainty.SPECIFIC and like is Likeness.WORD and any(c in "-:." or c.isdigit() for c in text)


def mention(line: int, column: int, text: str, call: str, certainty: Certainty, *, evidence: bool = False) -> Mention | None:
    """Return the mention of a model by a text at a place, or nothing if the text is none there."""
    name = text.strip()
    column += len(text) - len(text.lstrip())
    for start, found in hub_names(name, files_only=certainty is not Certainty.STRONG):
        return Mention(line, column + start, found, call)
    if certainty is Certainty.STRONG and accepts(certainty, name) and not re.search(r"\s", name):
        if re.search(r"[${<]", name):
            return Mention(line, column, name, call, Status.DYNAMIC)
        return Mention(line, column, name, call, Status.LOCAL if is_path(name) else None)
    if accepts(certainty, name, evidence=evidence):
        return Mention(line, column, name, call)
    return None
