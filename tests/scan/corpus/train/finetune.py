import argparse

import torch
from datasets import load_dataset
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    Trainer,
    TrainingArguments,
)
from trl import DPOTrainer, SFTConfig, SFTTrainer

BASE = "mistralai/Mistral-7B-v0.1"
DATASET = "HuggingFaceH4/ultrachat_200k"
ADAPTER = "acme-lab/mistral-7b-support-lora"

parser = argparse.ArgumentParser()
parser.add_argument("--model-name", default="Qwen/Qwen2.5-7B-Instruct")
parser.add_argument("--dataset", default="tatsu-lab/alpaca")
parser.add_argument("--output-dir", default="out/checkpoints")
parser.add_argument("--report-to", default="wandb/tensorboard")
parser.add_argument("--optimizer", default="paged_adamw_8bit")
args = parser.parse_args()

train = load_dataset(DATASET, split="train_sft")
test = load_dataset("allenai/c4", "en.noblocklist", data_files={"t": "en/c4-validation.00000.json.gz"})
quant = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16)

tokenizer = AutoTokenizer.from_pretrained(BASE)
model = AutoModelForCausalLM.from_pretrained(BASE, quantization_config=quant, device_map="auto", attn_implementation="flash_attention_2")
reference = AutoModelForCausalLM.from_pretrained("HuggingFaceH4/mistral-7b-sft-beta", torch_dtype="auto")
tuned = AutoModelForCausalLM.from_pretrained(args.model_name)
merged = PeftModel.from_pretrained(model, ADAPTER)

config = LoraConfig(r=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
model = get_peft_model(model, config)
arguments = TrainingArguments(output_dir="runs/exp-7b", hub_model_id="acme-lab/mistral-7b-support", run_name="sft/mistral-7b")
trainer = SFTTrainer(model="facebook/opt-350m", train_dataset=train, args=SFTConfig(output_dir="/tmp/sft"))
preferences = DPOTrainer(model, reference, args=arguments, train_dataset=train)
model.push_to_hub("acme-lab/mistral-7b-support")
tokenizer.push_to_hub("acme-lab/mistral-7b-support")
resumed = AutoModelForCausalLM.from_pretrained("./out/checkpoint-500")
final = AutoModelForCausalLM.from_pretrained("outputs/final")
