"""Which calls of Python take a model, as a table."""

from __future__ import annotations

from attrs import frozen

from openweights.scan.reference import Certainty

_MODEL = ("model", "model_name", "model_id")


@frozen
class Call:
    """A call that takes a model.

    The name matches the end of the dotted name of what is called; where the name alone says too little, one of the packages must be
    imported in the file.
    """

    #: The end of the dotted name.
    name: str
    #: The place of the argument, from 0, if it may stand without a keyword.
    position: int | None = 0
    #: The keywords under which it may stand.
    keywords: tuple[str, ...] = _MODEL
    #: One of these packages must be imported, or begin the dotted name; none for a name that says enough.
    packages: tuple[str, ...] = ()
    #: How sure the call is to take a model.
    certainty: Certainty = Certainty.STRONG
    #: Whether it takes the name only: other calls take the model itself as well, so that a variable there says nothing.
    name_only: bool = True


_HUB = ("repo_id", "model_id")
_TRANSFORMERS = ("transformers", "optimum", "optimum.pipelines")
_LITELLM = ("litellm",)
_VERTEX = ("vertexai", "google")

_TABLE = (
    # Hugging Face
    Call(
        "from_pretrained",
        0,
        ("pretrained_model_name_or_path", "model_name_or_path", "pretrained_model_name", "model_id", "model_name", "repo_id"),
    ),
    Call("from_single_file", 0, ("pretrained_model_link_or_path",)),
    Call("load_lora_weights", 0, ("pretrained_model_name_or_path_or_dict",)),
    Call("load_ip_adapter", 0, ("pretrained_model_name_or_path_or_dict",)),
    Call("load_textual_inversion", 0, ("pretrained_model_name_or_path",)),
    Call("pipeline", 1, ("model",), _TRANSFORMERS, name_only=False),
    Call("hf_hub_download", 0, _HUB),
    Call("snapshot_download", 0, _HUB),
    Call("hf_hub_url", 0, _HUB),
    Call("cached_download", None, _HUB),
    Call("try_to_load_from_cache", 0, _HUB),
    Call("model_info", 0, _HUB, ("huggingface_hub",)),
    Call("ModelCard.load", 0, ("repo_id_or_path",)),
    Call("InferenceClient", 0, ("model",)),
    Call("AsyncInferenceClient", 0, ("model",)),
    Call("InferenceApi", 0, ("repo_id",)),
    Call("set_seed", None, ()),
    Call("SentenceTransformer", 0, ("model_name_or_path",)),
    Call("CrossEncoder", 0, ("model_name", "model_name_or_path")),
    Call("SparseEncoder", 0, ("model_name_or_path",)),
    Call("SFTTrainer", 0, ("model",), ("trl",), name_only=False),
    Call("DPOTrainer", 0, ("model",), ("trl",), name_only=False),
    Call("GRPOTrainer", 0, ("model",), ("trl",), name_only=False),
    Call("PPOTrainer", None, ("model",), ("trl",), name_only=False),
    Call("load_checkpoint_and_dispatch", None, ()),
    Call("FlagModel", 0, ("model_name_or_path",)),
    Call("BGEM3FlagModel", 0, ("model_name_or_path",)),
    Call("FlagReranker", 0, ("model_name_or_path",)),
    Call("FlagLLMReranker", 0, ("model_name_or_path",)),
    Call("SetFitModel.from_pretrained", 0, ("pretrained_model_name_or_path",)),
    Call("TextEmbedding", 0, ("model_name",), ("fastembed",)),
    Call("SparseTextEmbedding", 0, ("model_name",), ("fastembed",)),
    Call("KeyBERT", 0, ("model",), ("keybert",), name_only=False),
    Call("BERTopic", None, ("embedding_model",), ("bertopic",), name_only=False),
    Call("BERTScorer", None, ("model_type",), ("bert_score",)),
    # Engines
    Call("LLM", 0, ("model",), ("vllm", "crewai", "outlines")),
    Call("EngineArgs", 0, ("model",), ("vllm",)),
    Call("AsyncEngineArgs", 0, ("model",), ("vllm",)),
    Call("sglang.Engine", None, ("model_path",)),
    Call("sgl.Engine", None, ("model_path",)),
    Call("Llama", 0, ("model_path",), ("llama_cpp",)),
    Call("GPT4All", 0, ("model_name",), ("gpt4all",)),
    Call("mlx_lm.load", 0, ("path_or_hf_repo",)),
    Call("ctranslate2.Translator", 0, ("model_path",)),
    Call("whisper.load_model", 0, ("name",), ("whisper",)),
    Call("whisperx.load_model", 0, ("whisper_arch",), ("whisperx",)),
    Call("WhisperModel", 0, ("model_size_or_path",), ("faster_whisper",)),
    Call("clip.load", 0, ("name",), ("clip",)),
    Call("open_clip.create_model_and_transforms", 0, ("model_name",)),
    Call("open_clip.create_model_from_pretrained", 0, ("model_name",)),
    Call("timm.create_model", 0, ("model_name",)),
    Call("torch.hub.load", 1, ("model",)),
    Call("spacy.load", 0, ("name",)),
    Call("stanza.Pipeline", None, ()),
    Call("YOLO", 0, ("model",), ("ultralytics",)),
    Call("outlines.models.transformers", 0, _MODEL),
    Call("outlines.models.openai", 0, _MODEL),
    Call("models.Transformers", 0, ("model",), ("guidance",)),
    Call("models.OpenAI", 0, ("model",), ("guidance",)),
    Call("HookedTransformer.from_pretrained", 0, ("model_name",)),
    # LiteLLM and those like it
    *(
        Call(f"litellm.{name}", 0, ("model",), _LITELLM)
        for name in (
            "completion acompletion batch_completion text_completion atext_completion embedding aembedding image_generation transcription "
            "speech rerank moderation responses aresponses completion_cost token_counter"
        ).split()
    ),
    Call("dspy.LM", 0, ("model",)),
    Call("dspy.OpenAI", None, ("model",)),
    Call("instructor.from_provider", 0, ("model",)),
    Call("init_chat_model", 0, ("model",)),
    Call("init_embeddings", 0, ("model",)),
    Call("Agent", 0, ("model",), ("pydantic_ai",), name_only=False),
    Call("Agent", None, ("llm", "model"), ("crewai", "agents", "agno", "smolagents", "google.adk"), Certainty.SPECIFIC),
    Call("LiteLLMModel", 0, ("model_id",)),
    Call("InferenceClientModel", 0, ("model_id",)),
    Call("HfApiModel", 0, ("model_id",)),
    Call("TransformersModel", 0, ("model_id",), ("smolagents",)),
    Call("LiteLlm", 0, ("model",), ("google",)),
    Call("OpenAIModel", 0, (*_MODEL,), ("pydantic_ai", "strands")),
    Call("OpenAIChatModel", 0, (*_MODEL,), ("pydantic_ai",)),
    Call("AnthropicModel", 0, (*_MODEL,), ("pydantic_ai", "strands")),
    Call("BedrockModel", None, ("model_id",), ("strands",)),
    # Clients of services
    *(
        Call(name, None, ("model", "engine"))
        for name in (
            "completions.create completions.parse completions.stream responses.create responses.parse responses.stream embeddings.create "
            "images.generate images.edit audio.transcriptions.create audio.translations.create audio.speech.create "
            "with_streaming_response.create messages.create messages.stream messages.count_tokens beta.messages.create assistants.create "
            "fine_tuning.jobs.create moderations.create realtime.connect chat.complete chat.complete_async chat.stream chat.stream_async "
            "chat.parse fim.complete ocr.process ChatCompletion.create ChatCompletion.acreate Completion.create Embedding.create "
            "Embedding.acreate Audio.transcribe threads.runs.create chats.create models.generate_content models.generate_content_stream "
            "models.embed_content models.count_tokens models.generate_images models.generate_videos caches.create aio.live.connect "
            "live.connect raw_response.create"
        ).split()
    ),
    Call("GenerativeModel", 0, ("model_name",)),
    Call("genai.embed_content", 0, ("model",)),
    Call("TextGenerationModel.from_pretrained", 0, ("model_name",)),
    Call("ImageGenerationModel.from_pretrained", 0, ("model_name",)),
    Call("invoke_model", None, ("modelId",)),
    Call("invoke_model_with_response_stream", None, ("modelId",)),
    Call("converse", None, ("modelId",)),
    Call("converse_stream", None, ("modelId",)),
    *(
        Call(name, None, ("model",), ("cohere", "voyageai", "ollama", "zhipuai", "jina", "together", "xai_sdk"))
        for name in ("chat", "embed", "rerank", "generate", "chat_stream", "classify", "multimodal_embed", "contextualized_embed")
    ),
    *(Call(f"ollama.{name}", 0, ("model",), ("ollama",)) for name in "chat generate embed embeddings pull show".split()),
    Call("chat.create", None, ("model",), ("xai_sdk",)),
    Call("replicate.run", 0, ("ref",)),
    Call("replicate.async_run", 0, ("ref",)),
    Call("fal_client.subscribe", 0, ("application",)),
    # LangChain, LlamaIndex, Haystack: most take `model=`, which every call with a key that names a model is read for
    Call("HuggingFacePipeline.from_model_id", 0, ("model_id",)),
    Call("HuggingFaceEndpoint", None, ("repo_id", "model")),
    Call("HuggingFaceHub", None, ("repo_id",)),
    Call("HuggingFaceEmbeddings", None, ("model_name", "model")),
    Call("HuggingFaceBgeEmbeddings", None, ("model_name",)),
    Call("HuggingFaceInstructEmbeddings", None, ("model_name",)),
    Call("HuggingFaceEmbedding", 0, ("model_name",)),
    Call("SentenceTransformerEmbeddings", None, ("model_name",)),
    Call("SentenceTransformerEmbeddingFunction", 0, ("model_name",)),
    Call("OpenAIEmbeddingFunction", None, ("model_name",)),
    Call("HuggingFaceCrossEncoder", None, ("model_name",)),
    Call("SentenceTransformerRerank", None, ("model",)),
    Call("ColbertReranker", None, ("model",)),
    Call("resolve_embed_model", 0, ()),
    *(
        Call(name, None, ("model", "model_name", "model_id"))
        for name in (
            "ChatOpenAI ChatAnthropic ChatGoogleGenerativeAI ChatVertexAI ChatOllama ChatBedrock ChatBedrockConverse ChatMistralAI "
            "ChatGroq ChatCohere ChatTogether ChatFireworks ChatDeepSeek ChatXAI ChatPerplexity ChatNVIDIA ChatLiteLLM "
            "ChatOpenRouter OllamaLLM "
            "OpenAIEmbeddings OllamaEmbeddings GoogleGenerativeAIEmbeddings VertexAIEmbeddings MistralAIEmbeddings CohereEmbeddings "
            "BedrockEmbeddings VoyageAIEmbeddings JinaEmbeddings NVIDIAEmbeddings CohereRerank OpenAIEmbedding OllamaEmbedding "
            "GoogleGenAIEmbedding MistralAIEmbedding OpenAIGenerator OpenAIChatGenerator HuggingFaceLocalGenerator AnthropicChatGenerator "
            "OpenAITextEmbedder OpenAIDocumentEmbedder SentenceTransformersTextEmbedder SentenceTransformersDocumentEmbedder "
            "TransformersSimilarityRanker SentenceTransformersSimilarityRanker OpenAIChatCompletionClient AnthropicChatCompletionClient"
        ).split()
    ),
)

#: The calls by the last part of their names, the longest names first.
CALLS: dict[str, tuple[Call, ...]] = {}
for _call in sorted(_TABLE, key=lambda call: -call.name.count(".")):
    if _call.keywords or _call.position is not None:
        _last = _call.name.rpartition(".")[2]
        CALLS[_last] = (*CALLS.get(_last, ()), _call)

#: Packages whose import says that a file is about language models and the like.
PACKAGES = frozenset(
    """FlagEmbedding accelerate adalflow ag2 agents agno aider anthropic autogen autogen_agentchat autogen_ext autogen_core auto_gptq
    axolotl bert_score bertopic bitsandbytes chromadb clip cohere crewai ctransformers ctranslate2 deepeval diffusers dspy exllamav2
    fal_client fastchat fastembed faster_whisper gpt4all groq guidance guardrails haystack huggingface_hub instructor keybert lancedb
    langchain langchain_anthropic langchain_aws langchain_community langchain_core langchain_google_genai langchain_google_vertexai
    langchain_groq langchain_huggingface langchain_mistralai langchain_ollama langchain_openai langgraph lightllm litellm llama_cpp
    llama_index llm llama_parse lm_eval lmdeploy magentic mem0 mistralai mlx_lm mlx_vlm ollama open_clip openai optimum outlines peft
    portkey_ai promptflow pydantic_ai qdrant_client ragas replicate semantic_kernel sentence_transformers setfit sglang smolagents
    spacy strands swarm tiktoken timm together transformers trl unsloth vertexai vllm voyageai whisper whisperx xai_sdk zhipuai""".split()
)
PACKAGE_PATHS = ("google.generativeai", "google.genai", "google.adk", "google.cloud.aiplatform")
