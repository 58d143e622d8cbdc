from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction
from fastembed import TextEmbedding
from FlagEmbedding import FlagReranker
from haystack.components.embedders import SentenceTransformersTextEmbedder
from haystack.components.generators import OpenAIGenerator
from llama_index.core import Settings
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.ollama import Ollama
from llama_index.llms.openai import OpenAI
from sentence_transformers import CrossEncoder, SentenceTransformer, util

Settings.llm = OpenAI(model="gpt-4o-mini", temperature=0.1)
Settings.embed_model = HuggingFaceEmbedding(model_name="BAAI/bge-small-en-v1.5")
local = Ollama(model="mistral:7b-instruct", request_timeout=120)

encoder = SentenceTransformer("all-mpnet-base-v2")
german = SentenceTransformer("intfloat/multilingual-e5-large", device="cuda:1")
nomic = SentenceTransformer(model_name_or_path="nomic-ai/nomic-embed-text-v1.5", trust_remote_code=True)
cross = CrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2")
reranker = FlagReranker("BAAI/bge-reranker-v2-m3", use_fp16=True)
fast = TextEmbedding("snowflake/snowflake-arctic-embed-xs")
chroma = SentenceTransformerEmbeddingFunction(model_name="paraphrase-multilingual-MiniLM-L12-v2")
haystack = SentenceTransformersTextEmbedder(model="thenlper/gte-large")
generator = OpenAIGenerator(model="gpt-4")
own = SentenceTransformer("models/support-encoder")

INDEX = {"host": "localhost:9200", "index": "kb/articles", "metric": "cosine/dot", "type": "text/markdown"}
PATHS = ["docs/guide.md", "src/main.py", "data/raw/2024-01-05.csv", "n/a", "and/or", "1/2"]
