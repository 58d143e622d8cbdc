"""Prices by name: a table of numbers, none of which is called here."""
PRICES = {"gpt-4": 30.0, "claude-3-opus": 15.0, "gemini-pro": 0.5}
ALIASES = {"4o": 1, "sonnet": 2}


def price(model):
    if model == "gpt-4o":
        return 2.5
    if model.startswith("o1-") or model in ("o3", "o4-mini"):
        return 10.0
    return PRICES.get(model, 0.0)


def label(text):
    """Return e.g. meta-llama/Llama-3.1-8B."""
    # an example: mistralai/Mistral-7B-v0.1
    return text.replace("gpt-", "GPT ")


UNITS = {"speed": "m/s", "price": "USD/1M", "rate": "req/min"}
LICENSES = ["Apache-2.0", "CC-BY-4.0", "GPL-3.0-only"]
BRANCHES = ["feature/llama-support", "release/2.1", "origin/main"]
