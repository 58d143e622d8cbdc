import openai
import requests

openai.api_base = "https://api.openai.com/v1"


def old(prompt):
    return openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[{"role": "user", "content": prompt}])


def older(prompt):
    return openai.Completion.create(engine="text-davinci-003", prompt=prompt, max_tokens=64)


def raw(prompt, key):
    payload = {
        "model": "mistralai/Mixtral-8x7B-Instruct-v0.1",
        "messages": [{"role": "user", "content": prompt}],
        "temperature": 0.7,
    }
    headers = {"Content-Type": "application/json", "Accept": "*/*", "X-Client": "acme/3.1"}
    return requests.post("https://api.together.xyz/v1/chat/completions", json=payload, headers=headers, timeout=30)


def inference(text, token):
    url = "https://api-inference.huggingface.co/models/facebook/bart-large-cnn"
    return requests.post(url, headers={"Authorization": f"Bearer {token}"}, json={"inputs": text}, timeout=30)


def dataset(token):
    url = "https://huggingface.co/datasets/squad/plain_text/resolve/main/train.parquet"
    return requests.get(url, headers={"Range": "bytes=0-1023"}, timeout=30)


def page():
    return requests.get("https://huggingface.co/docs/transformers/index", timeout=5)


def code():
    return requests.get("https://github.com/huggingface/transformers/archive/refs/heads/main.zip", timeout=5)
