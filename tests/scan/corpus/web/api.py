import mimetypes
import re

from fastapi import FastAPI, Response
from sqlalchemy import create_engine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

app = FastAPI(docs_url="/api/docs")
engine = create_engine("postgresql+psycopg://app@db/app")
MIME = {"json": "application/json", "html": "text/html", "gltf": "model/gltf-binary", "pdf": "application/pdf"}
REPOS = ["tiangolo/fastapi", "encode/httpx", "pydantic/pydantic", "pallets/flask"]
IMAGES = ["library/postgres:16", "bitnami/redis:7.2", "grafana/grafana:10.4.2"]
ZONES = ["America/New_York", "Asia/Tokyo", "Etc/UTC"]
RATIO = "16/9"
DATE = "2024/05/13"
MODELS = {"linear": LogisticRegression, "name": "logreg/v1"}
pipeline = Pipeline([("scale/std", None)])
model = "logistic_regression"
PATTERN = re.compile(r"^[a-z]+/[a-z]+$")
FEATURES = ["age/years", "km/h", "input/output"]


@app.get("/items/{item_id}")
def item(item_id: int, model: str = "standard"):
    return Response(media_type="text/csv", headers={"ETag": "W/abc-123", "Vary": "Accept/Encoding"})


def kinds(model="xgboost", checkpoint="epoch=10-step=500"):
    return mimetypes.guess_type("a/b.html"), LogisticRegression(solver="lbfgs"), make_pipeline()
