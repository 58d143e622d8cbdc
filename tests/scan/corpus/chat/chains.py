from langchain.chat_models import init_chat_model
from langchain_anthropic import ChatAnthropic
from langchain_community.embeddings import HuggingFaceBgeEmbeddings
from langchain_core.prompts import ChatPromptTemplate
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_huggingface import HuggingFaceEmbeddings, HuggingFaceEndpoint, HuggingFacePipeline
from langchain_ollama import ChatOllama, OllamaEmbeddings
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings
from langchain import hub

prompt = hub.pull("rlm/rag-prompt")
react = hub.pull("hwchase17/react")

llm = ChatOpenAI(model="gpt-4-turbo", temperature=0)
judge = ChatOpenAI(model_name="gpt-3.5-turbo-0125", base_url="https://api.openai.com/v1")
writer = ChatAnthropic(model="claude-3-haiku-20240307", max_tokens=512)
reader = ChatGoogleGenerativeAI(model="gemini-2.0-flash")
local = ChatOllama(model="qwen2.5:14b", num_ctx=8192)
any_model = init_chat_model("openai:gpt-4.1-mini")
other = init_chat_model("command-r-plus", model_provider="cohere")
azure = AzureChatOpenAI(azure_deployment="prod-chat-01", api_version="2024-06-01", model="gpt-4o")
vectors = OpenAIEmbeddings(model="text-embedding-ada-002")
local_vectors = OllamaEmbeddings(model="nomic-embed-text")
bge = HuggingFaceBgeEmbeddings(model_name="BAAI/bge-large-en-v1.5", model_kwargs={"device": "cuda:0"})
mini = HuggingFaceEmbeddings(model_name="sentence-transformers/all-MiniLM-L6-v2")
endpoint = HuggingFaceEndpoint(repo_id="HuggingFaceH4/zephyr-7b-beta", task="text-generation")
pipe = HuggingFacePipeline.from_model_id(model_id="microsoft/phi-2", task="text-generation")

template = ChatPromptTemplate.from_messages([("system", "Answer yes/no."), ("human", "{question}")])
store = {"collection_name": "docs-v2", "index": "acme/handbook", "path": "data/index.faiss"}
