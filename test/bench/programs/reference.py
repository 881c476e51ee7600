"""Times SATORI-R1's four rewards as Python computes them, with the libraries that it uses there.

    python3 reference.py ROLLOUTS.jsonl

Each line is a row with its completion. Prints rollouts a second for each reward and for all four, as JSON.
"""

import ast
import json
import math
import re
import sys
import time

from nltk.tokenize import word_tokenize
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_score import rouge_scorer
from shapely.geometry import box
from shapely.ops import unary_union

FORMAT = re.compile(
    r"^\s*<caption>.*?</caption>\s*<bbox>\s*\[\[.*?\]\]\s*</bbox>\s*<answer>.*?</answer>\s*$",
    re.DOTALL | re.MULTILINE,
)
FACTOR = 28
MIN_PIXELS, MAX_PIXELS = 200704, 401408


def inside(tag, completion):
    found = re.search(f"<{tag}>(.*?)</{tag}>", completion, re.DOTALL)
    return None if found is None else found.group(1)


def score_format(row):
    return 1.0 if FORMAT.match(row["completion"]) else 0.0


def score_caption(row):
    said = inside("caption", row["completion"])
    if said is None:
        return 0.0
    hypothesis, reference = said.strip().lower(), row["image_caption"].lower()
    bleu = sentence_bleu(
        [word_tokenize(reference)],
        word_tokenize(hypothesis),
        smoothing_function=SmoothingFunction().method1,
    )
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=True)
    return (bleu + scorer.score(reference, hypothesis)["rougeL"].fmeasure) / 2


def resized(height, width):
    def whole(side, rounding):
        return rounding(side / FACTOR) * FACTOR

    new_height, new_width = max(FACTOR, whole(height, round)), max(FACTOR, whole(width, round))
    if new_height * new_width > MAX_PIXELS:
        beta = math.sqrt(height * width / MAX_PIXELS)
        return whole(height / beta, math.floor), whole(width / beta, math.floor)
    if new_height * new_width < MIN_PIXELS:
        beta = math.sqrt(MIN_PIXELS / (height * width))
        return whole(height * beta, math.ceil), whole(width * beta, math.ceil)
    return new_height, new_width


def score_bbox(row):
    text = inside("bbox", row["completion"])
    if text is None:
        return 0.0
    try:
        boxes = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return 0.0
    height, width = resized(row["height"], row["width"])
    x, y = row["width"] / width, row["height"] / height
    predicted = unary_union([box(a * x, b * y, c * x, d * y) for a, b, c, d in boxes])
    expected = unary_union([box(*corners) for corners in row["bboxs"]])
    return predicted.intersection(expected).area / (predicted.union(expected).area + 1e-6)


def score_answer(row):
    answer = inside("answer", row["completion"])
    return 1.0 if answer is not None and answer.strip() in row["possible_answers"] else 0.0


REWARDS = {
    "format": score_format,
    "caption": score_caption,
    "bbox": score_bbox,
    "answer": score_answer,
}


def rate(rows, rewards):
    start = time.process_time()
    for row in rows:
        for reward in rewards:
            reward(row)
    return len(rows) / (time.process_time() - start)


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rates = {name: rate(rows, [reward]) for name, reward in REWARDS.items()}
    rates["all four"] = rate(rows, list(REWARDS.values()))
    print(json.dumps(rates))


main()
