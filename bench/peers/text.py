"""Makes inputs of posts with scikit-learn's TfidfVectorizer whenever it is asked to.

text.py FILE: a post a line. Prints "ready VERSION", then answers each line of standard input with the seconds of one fit_transform.
"""
import sys
import time

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

posts = open(sys.argv[1], encoding="utf-8").read().splitlines()
print("ready", sklearn.__version__, flush=True)
for _ in sys.stdin:
    begin = time.perf_counter()
    TfidfVectorizer(min_df=2).fit_transform(posts)
    print(time.perf_counter() - begin, flush=True)
