"""Features of scikit-learn's TfidfVectorizer for texts with hard cases, as TextFeaturesTest reads them.

    python conformance/text/golden.py > core/src/test/resources/dev/lariat/data/text/tfidf.txt

A line is one of: `version V`, `text T` (a JSON string), `case NAME`, `term T IDF` (T a JSON string), `row INDEX:VALUE ...`.
"""
import json
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

TEXTS = [
    "The quick brown fox jumps over the lazy dog",
    "the QUICK, quick fox; the dog's dog (dog) won't",
    "Élan vital, ÉLAN vital; e\u0301lan with a combining accent, elan without",
    "ὈΔΥΣΣΕΎΣ Οδυσσεύς ΣΑΣ σας ΣΙΓΜΑ",
    "İstanbul ISTANBUL ıstanbul istanbul",
    "東京は日本の首都です 東京 日本の首都 大阪 も",
    "emoji 😀😀 fine 😀 emoji👍🏽fine a👍b 𝒜𝒷𝒸 𝒜𝒷𝒸",
    "snake_case __init__ _ __ a_ x1 1x 42 3.14 ½ ²³ Ⅷ ४२ 一二",
    "",
    "   \t \n  ",
    "a b c d e",
    "tab\tseparated\twords\tand\u00a0no-break\u00a0spaces  two  blanks",
    "naïve café naive cafe CAFÉ Straße STRASSE ﬁne fine",
    "the dog and the fox and the dog and the fox, again and again",
    "l'été à la mer; aujourd'hui, c'est l'été",
    "Größe 10cm größer GRÖSSE groesse १२ हिन्दी भाषा",
    "quick brown dog fox quick brown dog fox",
]
CASES = {
    "words": dict(),
    "pairs": dict(ngram_range=(1, 2), min_df=2),
    "triples": dict(ngram_range=(2, 3)),
    "sublinear": dict(sublinear_tf=True, min_df=2),
    "shares": dict(min_df=0.1, max_df=0.2),
    "few": dict(max_features=3, min_df=1),
    "stop": dict(stop_words=["the", "and", "dog"], ngram_range=(1, 2)),
    "characters": dict(analyzer="char", ngram_range=(2, 3), min_df=2),
    "single": dict(analyzer="char", ngram_range=(1, 1)),
}

print("version", sklearn.__version__)
for text in TEXTS:
    print("text", json.dumps(text))
for name, settings in CASES.items():
    vectorizer = TfidfVectorizer(**settings)
    rows = vectorizer.fit_transform(TEXTS)
    print("case", name)
    for term, idf in zip(vectorizer.get_feature_names_out(), vectorizer.idf_):
        print("term", json.dumps(term), repr(float(idf)))
    for i in range(rows.shape[0]):
        row = rows[i].tocoo()
        order = row.col.argsort()
        print("row", " ".join(f"{row.col[j]}:{float(row.data[j])!r}" for j in order))
