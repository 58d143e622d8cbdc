"""Which programs of the command line take the name of a model, as tables."""

from __future__ import annotations

#: Commands whose next words name a model, by the words that lead to it. Options between are passed over, with `*` any number of names.
COMMANDS: dict[tuple[str, ...], int] = {
    ("vllm", "serve"): 1,
    ("vllm", "bench"): 0,
    ("ollama", "pull"): 1,
    ("ollama", "run"): 1,
    ("ollama", "show"): 1,
    ("ollama", "cp"): 1,
    ("ollama", "rm"): 0,
    ("huggingface-cli", "download"): 1,
    ("hf", "download"): 1,
    ("docker", "model", "pull"): 1,
    ("docker", "model", "run"): 1,
    ("lms", "get"): 1,
    ("lms", "load"): 1,
    ("spacy", "download"): 1,
    ("mlc_llm", "serve"): 1,
    ("mlc_llm", "chat"): 1,
    ("modelscope", "download"): 0,
    ("litgpt", "download"): 1,
    ("tune", "download"): 1,
    ("ramalama", "run"): 1,
    ("ramalama", "pull"): 1,
    ("ramalama", "serve"): 1,
    ("xinference", "launch"): 0,
    ("lmdeploy", "serve", "api_server"): 1,
    ("llamafactory-cli", "train"): 0,
}

#: Programs that take the name of a language model, and the options by which they do beside `--model` and its like.
PROGRAMS: dict[str, frozenset[str]] = {
    "vllm": frozenset({"--speculative-model", "--draft-model"}),
    "vllm.entrypoints.openai.api_server": frozenset(),
    "vllm.entrypoints.api_server": frozenset(),
    "sglang.launch_server": frozenset({"--model-path"}),
    "sglang": frozenset({"--model-path"}),
    "text-generation-launcher": frozenset({"--model-id"}),
    "text-embeddings-router": frozenset({"--model-id"}),
    "llama-server": frozenset({"-hf", "--hf-repo", "-hfr", "-m", "-mu"}),
    "llama-cli": frozenset({"-hf", "--hf-repo", "-hfr", "-m", "-mu"}),
    "llama.cpp": frozenset({"-hf", "-m"}),
    "llm": frozenset({"-m"}),
    "aider": frozenset({"--weak-model", "--editor-model"}),
    "optimum-cli": frozenset({"-m"}),
    "litellm": frozenset({"-m"}),
    "lm_eval": frozenset(),
    "lm-eval": frozenset(),
    "mlx_lm.generate": frozenset({"--hf-path"}),
    "mlx_lm.server": frozenset(),
    "mlx_lm.convert": frozenset({"--hf-path"}),
    "mlx_lm.lora": frozenset(),
    "fastchat.serve.model_worker": frozenset({"--model-path"}),
    "fastchat.serve.cli": frozenset({"--model-path"}),
    "whisper": frozenset(),
    "ctranslate2-converter": frozenset(),
    "ct2-transformers-converter": frozenset(),
    "trl": frozenset(),
    "axolotl": frozenset(),
    "codex": frozenset({"-m"}),
    "claude": frozenset(),
    "gemini": frozenset({"-m"}),
    "sgpt": frozenset(),
    "openllm": frozenset(),
    "trtllm-serve": frozenset(),
    "lmdeploy": frozenset(),
    "infinity_emb": frozenset({"--model-id"}),
    "bedrock-runtime": frozenset({"--model-id"}),
    "vllm/vllm-openai": frozenset(),
    "guidellm": frozenset(),
    "accelerate": frozenset(),
    "modelscope": frozenset(),
    "xinference": frozenset({"-n"}),
}
#: Options that name a model where a program of the table takes them.
OPTIONS = frozenset(
    """--model --model-id --model_id --model-name --model_name --model-path --model_name_or_path --model-name-or-path
    --pretrained_model_name_or_path
    --hf-repo -hf -hfr --hf-path --base-model --base_model --speculative-model --draft-model --weak-model --editor-model""".split()
)
