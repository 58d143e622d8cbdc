#!/usr/bin/env bash
# serve meta-llama/Llama-2-7b-hf as before? no: the new one
set -euo pipefail
MODEL="${MODEL:-mistralai/Mistral-Small-24B-Instruct-2501}"
NAME=bigscience/bloomz-7b1
PORT=${PORT:-8000/tcp}
export OPENAI_MODEL=gpt-4o-mini
export REGISTRY=ghcr.io/acme
vllm serve "$MODEL" --port 8000 --served-model-name prod-chat-7b &
python -m vllm.entrypoints.openai.api_server --model TheBloke/zephyr-7B-beta-AWQ --quantization awq/marlin
python -m sglang.launch_server --model-path deepseek-ai/DeepSeek-V3 --tp 8
text-generation-launcher --model-id "$NAME" --num-shard 2
llama-server -hf ggml-org/gemma-3-1b-it-GGUF --port 8081
llama-cli -m ./models/llama-2-13b.Q4_0.gguf -p "yes/no?"
ollama run deepseek-r1:8b "why/how"
hf download openai/gpt-oss-20b --include "original/*"
hf download HuggingFaceFW/fineweb-edu --repo-type dataset
huggingface-cli upload acme/results-7b ./out
git clone https://huggingface.co/sentence-transformers/LaBSE
git clone https://huggingface.co/datasets/imdb/plain_text
git clone git@github.com:acme/tools.git
accelerate launch train.py --model_name_or_path facebook/opt-1.3b --dataset_name wikitext/wikitext-2-raw-v1 --output_dir out/opt
lm_eval --model hf --model_args pretrained=EleutherAI/gpt-j-6B,dtype=float16 --tasks hellaswag/acc
docker run --gpus all -e MODEL_ID=WhereIsAI/UAE-Large-V1 -v /data:/data ghcr.io/huggingface/text-embeddings-inference:1.5
docker run --rm vllm/vllm-openai:latest --model Qwen/Qwen2.5-Coder-7B-Instruct
docker pull library/nginx:1.27
curl -s https://api.openai.com/v1/chat/completions -H "Content-Type: application/json" \
  -d '{
    "model": "gpt-4o",
    "messages": [{"role": "user", "content": "ping/pong"}]
  }'
for m in a b; do vllm serve org/$m; done
lpadmin -p office -m everywhere/ipp --model HP-M404
rails generate model User/Account
date +%Y/%m/%d
rsync -a src/models/ host:/srv/models
npm run build/prod
