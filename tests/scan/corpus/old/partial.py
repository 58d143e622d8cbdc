from sentence_transformers import SentenceTransformer

def build(:
    encoder = SentenceTransformer("sentence-transformers/multi-qa-MiniLM-L6-cos-v1")
    repo = "UKPLab/sentence-transformers"
    return encoder
