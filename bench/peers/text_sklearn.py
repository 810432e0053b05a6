"""Trains and scores names with scikit-learn: logistic regression on hashed one to three neighbouring characters."""

from shared import parameters, read_names, serve, tell

from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

asked = parameters()
texts, labels = read_names(asked["names"])
vectorizer = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=2**18)
model = make_pipeline(vectorizer, LogisticRegression(max_iter=1000))


def train():
    trained = asked["trained"]
    model.fit(texts[:trained], labels[:trained])
    return trained


def score():
    model.predict_proba(texts[: asked["scored"]])
    return asked["scored"]


tell(names=len(texts))
serve({"train": train, "score": score})
