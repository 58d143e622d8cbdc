import evaluate
import pytest
import spacy
import tiktoken
import timm
import torch
from huggingface_hub import HfApi, InferenceClient, create_repo, hf_hub_download, snapshot_download, upload_folder
from transformers import AutoModel, AutoProcessor, CLIPModel, pipeline

CANDIDATES = ["bert-base-uncased", "roberta-large", "microsoft/deberta-v3-base"]

rouge = evaluate.load("rouge")
toxicity = evaluate.load("toxicity", "facebook/roberta-hate" if False else None)
encoding = tiktoken.get_encoding("cl100k_base")
other = tiktoken.encoding_for_model("gpt-4o")

classify = pipeline("sentiment-analysis", model="distilbert-base-uncased-finetuned-sst-2-english")
zero = pipeline("zero-shot-classification", "facebook/bart-large-mnli")
summarize = pipeline(task="summarization", model="google/pegasus-xsum")
nlp = spacy.load("en_core_web_trf")
blank = spacy.blank("en")
backbone = timm.create_model("vit_base_patch16_224.augreg_in21k", pretrained=True)
resnet = torch.hub.load("pytorch/vision:v0.10.0", "resnet50", weights="IMAGENET1K_V2")
clip = CLIPModel.from_pretrained("openai/clip-vit-large-patch14")

for name in CANDIDATES:
    AutoModel.from_pretrained(name)

processor = AutoProcessor.from_pretrained(pretrained_model_name_or_path="Salesforce/blip-image-captioning-base")
weights = hf_hub_download(repo_id="TheBloke/Llama-2-7B-Chat-GGUF", filename="llama-2-7b-chat.Q4_K_M.gguf")
folder = snapshot_download("stabilityai/sdxl-turbo", allow_patterns=["unet/*.json", "vae/*"])
data = snapshot_download(repo_id="HuggingFaceFW/fineweb", repo_type="dataset")
space = hf_hub_download(repo_id="acme/demo-space", filename="app.py", repo_type="space")
client = InferenceClient("meta-llama/Meta-Llama-3-8B-Instruct")
info = HfApi().model_info("google/flan-t5-xxl")
create_repo("acme/eval-results", repo_type="dataset")
upload_folder(repo_id="acme/eval-7b", folder_path="results/7b")


@pytest.mark.parametrize("model_name", ["google/gemma-2b", "EleutherAI/pythia-70m"])
def test_load(model_name):
    assert AutoModel.from_pretrained(model_name)


@pytest.mark.parametrize("media", ["image/png", "video/mp4", "audio/x-wav"])
def test_media(media):
    assert "/" in media
