import dspy
import instructor
import ollama
from crewai import LLM, Agent, Task
from google import genai
from mistralai import Mistral
from pydantic_ai import Agent as TypedAgent

crew_llm = LLM(model="anthropic/claude-3-7-sonnet-20250219", temperature=0.2)
researcher = Agent(role="Researcher", goal="Find/verify sources", backstory="…", llm="gpt-4o-mini")
writer = Agent(role="Writer", goal="Write", backstory="ex-journalist", llm=crew_llm)
task = Task(description="Compare supply/demand for Q3", expected_output="markdown/table", agent=writer)

typed = TypedAgent("google-gla:gemini-2.5-flash", system_prompt="Be terse.")
dspy.configure(lm=dspy.LM("openai/gpt-4.1-nano"))
structured = instructor.from_provider("mistral/mistral-large-latest")

gemini = genai.Client()


def look(text):
    return gemini.models.generate_content(model="gemini-2.5-pro", contents=text)


def embed(text):
    return gemini.models.embed_content(model="gemini-embedding-001", contents=text)


def small(text):
    return ollama.chat(model="gemma3:4b", messages=[{"role": "user", "content": text}])


def complete(text):
    with Mistral(api_key="…") as mistral:
        return mistral.chat.complete(model="mistral-small-latest", messages=[{"role": "user", "content": text}])


def pull():
    ollama.pull("mxbai-embed-large")


STATE = {"phase": "idle/busy", "topic": "finance/eu", "owner": "team-a/alice"}
