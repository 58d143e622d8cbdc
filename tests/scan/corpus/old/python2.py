import openai
from transformers import AutoModel

print "loading", "core/model"
model = AutoModel.from_pretrained("xlm-roberta-base")
tok = BertTokenizer.from_pretrained('bert-base-german-cased')
r = openai.ChatCompletion.create(model="gpt-4-0613", messages=[])
config = {"path": "a/b/c", "mime": "text/plain"}
exec "x = 1"
