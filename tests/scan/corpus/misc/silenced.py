from transformers import AutoModel

ours = AutoModel.from_pretrained("acme/own-model-7b")  # openweights: allow trained by ourselves
# openweights: allow only in the benchmark, never shipped
other = AutoModel.from_pretrained("lmsys/vicuna-7b-v1.5")
# openweights: uses microsoft/phi-3-mini-4k-instruct
third = AutoModel.from_pretrained("tiiuae/falcon-7b")  # noqa: E501
