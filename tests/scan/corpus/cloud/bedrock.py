import json

import boto3
import cohere
import vertexai
from vertexai.generative_models import GenerativeModel
from vertexai.language_models import TextEmbeddingModel

runtime = boto3.client("bedrock-runtime", region_name="eu-central-1")
MODEL_ID = "anthropic.claude-3-5-sonnet-20240620-v1:0"


def ask(body):
    return runtime.invoke_model(modelId=MODEL_ID, body=json.dumps(body), contentType="application/json", accept="application/json")


def llama(messages):
    return runtime.converse(modelId="meta.llama3-1-70b-instruct-v1:0", messages=messages)


def nova(messages):
    return runtime.converse(modelId="eu.amazon.nova-lite-v1:0", messages=messages)


def titan(text):
    return runtime.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=text)


def by_arn(account, messages):
    return runtime.converse(modelId=f"arn:aws:bedrock:eu-central-1:{account}:inference-profile/x", messages=messages)


vertexai.init(project="acme-prod-1", location="us-central1")
gemini = GenerativeModel("gemini-1.5-pro-001")
textual = TextEmbeddingModel.from_pretrained("textembedding-gecko@003")
co = cohere.Client()
reply = co.chat(model="command-r-08-2024", message="hi")
ranks = co.rerank(model="rerank-english-v3.0", query="q", documents=["a/b"])
bucket = "s3://acme-models/llama/7b"
key = "models/2024-06/llama-7b.tar.gz"
table = {"TableName": "chat-history-v2", "Key": {"id": "user/42"}}
queue = "arn:aws:sqs:eu-central-1:1234:jobs"
