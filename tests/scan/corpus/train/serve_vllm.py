import subprocess

from vllm import LLM, AsyncEngineArgs, SamplingParams
from llama_cpp import Llama

MODEL_ID = "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B"

llm = LLM(model=MODEL_ID, tensor_parallel_size=2, dtype="bfloat16")
second = LLM("Qwen/Qwen2-VL-7B-Instruct", trust_remote_code=True)
draft = AsyncEngineArgs(model="meta-llama/Llama-3.1-70B-Instruct", speculative_model="meta-llama/Llama-3.2-1B-Instruct")
params = SamplingParams(temperature=0.8, stop=["</s>", "<|im_end|>"])
gguf = Llama(model_path="./models/mistral-7b-instruct-v0.2.Q5_K_M.gguf", n_ctx=4096)
small = Llama.from_pretrained(repo_id="bartowski/Llama-3.2-3B-Instruct-GGUF", filename="*Q4_K_M.gguf")
path = Llama(model_path=f"{FOLDER}/model.gguf")

subprocess.run(["vllm", "serve", "Qwen/Qwen3-8B", "--port", "8000"], check=True)
subprocess.run(["ollama", "pull", "llama3.2:3b"], check=True)
subprocess.run(["git", "clone", "https://github.com/vllm-project/vllm"], check=True)
subprocess.run(["docker", "pull", "vllm/vllm-openai:latest"], check=True)
subprocess.run(["ruff", "check", "src/app"], check=True)
