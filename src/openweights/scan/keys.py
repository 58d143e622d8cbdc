"""Which keys of a configuration, variables and arguments name a model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from openweights.scan.reference import Certainty

#: Words that, before `model`, say that it is one of the models that this library is about.
_ABOUT = frozenset(
    """anthropic asr assistant audio azure_openai base bedrock bert chat claude clip code coder cohere completion critic deepseek diffusion
    draft embed embedder embedding embeddings encoder expander extraction fallback foundation gemini generation generative generator google
    gpt groq guard hf huggingface hub image instruct judge language litellm llama llm lm lora mistral moderation multimodal ollama openai
    openrouter pretrained primary query rag ranker reasoning ref reranker rerank rerankers reranking reward router secondary segmentation
    sentence sentence_transformer small speculative speech st stt student summarization summarizer summary synthesis teacher text_embedding
    text title tokenizer tool transcription transformer transformers translation tts utility vertex vision vlm vllm voyage weak whisper
    strong fast default""".split()
)

#: Keys that end like one that names a model, and name something else.
_OTHER = frozenset(
    """car vehicle phone device printer camera user data view domain threat pricing cost business django orm db database auth object sql
    table form product hardware laptop router_hw physics 3d three_d mesh cad statistical queue color colour tax billing
    permission""".split()
)

_NAME = r"(?:name_or_path|names_or_paths|name|names|id|ids|repo|repo_id|path|type_or_path|string|str|slug)"
_KEY = re.compile(rf"(?:(?P<about>.+?)_)?(?P<model>models?|llms?|checkpoint|engine)(?:_{_NAME})?(?:_(?P<after>default|list))?\Z")
_SURE = frozenset(
    """pretrained_weight pretrained_weights pretrained_model_name_or_path
    model_name_or_path base_model_name_or_path name_or_path llm embed_model embedder_name hf_repo
    hf_repo_id hf_model
    hf_model_id hf_model_repo hf_hub_repo hub_model huggingface_repo huggingface_model repo_id_model model_repo model_repo_id
    model_repository_id
    pretrained_model_name pretrained_model adapter_model_id lora_repo base_model_id vae_repo teacher_model_name reranker embeddings_model
    transformers_model ollama_model gguf_repo""".split()
)
_NOT = frozenset(
    """served_model_name hub_model_id model_type model_dir model_path_out model_output output_model save_model registered_model_name
    push_to_hub_model_id model_class model_kwargs model_version model_prefix storage_engine db_engine database_engine search_engine
    template_engine query_engine chat_engine checkpoint_id rendering_engine container_engine engine""".split()
)


@lru_cache(maxsize=4096)
def words_of(key: str) -> str:
    """Return a key as lower-case words joined by `_`.

    Examples:
        >>> words_of("embeddingModel"), words_of("--model-name"), words_of("OPENAI_MODEL")
        ('embedding_model', 'model_name', 'openai_model')
    """
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.strip())
    return re.sub(r"[^a-z0-9]+", "_", snake.casefold()).strip("_")


@lru_cache(maxsize=4096)
def certainty_of(key: str) -> Certainty | None:
    """Return how sure it is that a value under this key names a model; nothing if it does not.

    Examples:
        >>> certainty_of("embedding_model"), certainty_of("model"), certainty_of("car_model"), certainty_of("color")
        (<Certainty.SPECIFIC: 3>, <Certainty.GENERIC: 1>, None, None)
    """
    if len(key) > 100:
        return None
    words = words_of(key)
    if words in _NOT:
        return None
    if words in _SURE:
        return Certainty.SPECIFIC
    match = _KEY.match(words)
    if match is None:
        return None
    about = match["about"]
    if about is None:
        if match["model"] in ("llm", "llms"):
            return Certainty.SPECIFIC
        return Certainty.LIKELY if words in ("model_id", "model_ids", "model_repo") else Certainty.GENERIC
    last = about.rpartition("_")[2]
    if about in _OTHER or last in _OTHER or about.partition("_")[0] in ("metric", "load", "save", "num", "use", "is", "has"):
        return None
    if match["model"] in ("llm", "llms"):
        return Certainty.SPECIFIC
    sure = (about in _ABOUT or last in _ABOUT or about.partition("_")[0] in _ABOUT) and match["model"] in ("model", "models")
    return Certainty.SPECIFIC if sure else Certainty.GENERIC


#: Keys that stand beside the name of a language model.
SIBLINGS = frozenset(
    """temperature max_tokens max_new_tokens max_output_tokens max_completion_tokens top_p top_k frequency_penalty presence_penalty provider
    api_key api_base base_url api_version api_type openai_api_key system_prompt prompt messages context_window context_length max_model_len
    max_seq_length max_seq_len dimensions embedding_dim quantization torch_dtype dtype tensor_parallel_size gpu_memory_utilization
    trust_remote_code load_in_4bit load_in_8bit lora_r lora_alpha peft tokenizer tokenizer_type num_ctx stream tools tool_choice
    response_format reasoning_effort repetition_penalty normalize_embeddings device_map attn_implementation adapter llm_provider
    embedding_provider max_input_tokens litellm_params model_provider system instructions""".split()
)

#: Keys under which everything is about language models.
SECTIONS = frozenset(
    """llm llms embedding embeddings embedder embedders reranker rerankers chat_model language_model openai anthropic ollama litellm
    litellm_params vllm huggingface transformers generator agents agent rag completion inference_service large_language_model lm
    vector_store_embedding retriever model_list providers""".split()
)


def names_itself(key: str, siblings: Iterable[str]) -> bool:
    """Whether a key names what stands beside it, in words of the writer: LiteLLM's `model_name` beside `litellm_params`."""
    return words_of(key) == "model_name" and "litellm_params" in siblings
