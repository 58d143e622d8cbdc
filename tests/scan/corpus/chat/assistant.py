"""A small assistant. See the page of openai/openai-python for the client."""
import os
from dataclasses import dataclass

import anthropic
from openai import AsyncOpenAI, OpenAI

DEFAULT_MODEL = "gpt-4o-mini"
FALLBACK_MODELS = ["gpt-4o", "claude-3-5-sonnet-20241022"]
REPO = "acme/assistant"
CONTENT_TYPE = "application/json"
TIMEZONE = "Europe/Berlin"
USER_AGENT = "acme-assistant/1.4.2"
LOG_FORMAT = "%(asctime)s/%(levelname)s"
ROLES = ("system/user", "read-only", "read/write")


@dataclass
class Settings:
    model: str = "gpt-4.1"
    embedding_model: str = os.getenv("EMBEDDING_MODEL", "text-embedding-3-large")
    region: str = "us-east-1"
    cache: str = "redis://localhost:6379/0"


client = OpenAI()


def answer(question: str, model: str = DEFAULT_MODEL) -> str:
    done = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": question}],
        extra_headers={"Accept": "text/event-stream"},
    )
    return done.choices[0].message.content


def reason(question: str) -> str:
    return client.responses.create(model="o3-mini", input=question).output_text


async def picture(prompt: str):
    return await AsyncOpenAI().images.generate(model="dall-e-3", prompt=prompt, size="1024x1024")


def claude(question: str):
    api = anthropic.Anthropic()
    return api.messages.create(
        model="claude-sonnet-4-20250514",
        max_tokens=1024,
        messages=[{"role": "user", "content": question}],
    )


def pinned(customer: str):
    return client.chat.completions.create(model=f"ft:gpt-4o:{customer}", messages=[])


def vector(text: str):
    return client.embeddings.create(input=[text], model="text-embedding-3-small").data[0].embedding


def spoken(text: str):
    return client.audio.speech.create(model="tts-1-hd", voice="alloy", input=text)


def heard(file):
    return client.audio.transcriptions.create(model="whisper-1", file=file)


if os.environ.get("STAGE") == "dev/test":
    print("debug-on")
