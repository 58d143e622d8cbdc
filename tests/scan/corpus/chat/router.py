import litellm
from litellm import Router, acompletion, completion, embedding

MODELS = {
    "fast": "groq/llama-3.1-8b-instant",
    "smart": "anthropic/claude-3-opus-20240229",
    "cheap": "openrouter/mistralai/mistral-7b-instruct",
}

router = Router(
    model_list=[
        {"model_name": "default-pool", "litellm_params": {"model": "azure/gpt-4o", "api_base": "https://acme.openai.azure.com/"}},
        {"model_name": "bulk", "litellm_params": {"model": "bedrock/anthropic.claude-3-haiku-20240307-v1:0", "aws_region_name": "us-west-2"}},
        {"model_name": "vertex-pool", "litellm_params": {"model": "vertex_ai/gemini-1.5-pro-002", "vertex_location": "europe-west4"}},
    ]
)


def ask(prompt, tier="fast"):
    return completion(model=MODELS[tier], messages=[{"role": "user", "content": prompt}])


def direct(prompt):
    return litellm.completion(model="gemini/gemini-1.5-flash", messages=[{"content": prompt, "role": "user"}])


async def local(prompt):
    return await acompletion("ollama_chat/llama3.1:8b", messages=[{"content": prompt, "role": "user"}], api_base="http://localhost:11434")


def hosted(prompt):
    return completion(model="huggingface/bigcode/starcoder2-15b", messages=[{"content": prompt, "role": "user"}])


def together(prompt):
    return completion(model="together_ai/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo", messages=[])


def vector(text):
    return embedding(model="cohere/embed-english-v3.0", input=[text])


def metrics():
    return {"endpoint": "chat/completions", "route": "v1/models", "version": "2024-05-13", "team": "ml/platform"}
