"""Fit what weighs in the identity check: `python models/identity/train.py`, seeded, some minutes on one core.

Three steps, from the shipped encoder (`models/text/remarks.onnx`), which was taught on folds 2 to 4 of the marked rows:
1. agreement: how rules and encoder are weighed where they read the same words, on fold 1, which neither was made on;
2. combination: two logistic regressions over the parts of a text and the words around them, whether someone close could
   recognise the person (risk 1 or 2) and whether anyone could (risk 2), on folds 1 to 4;
3. the joining of these with the encoder's own opinion of the whole, and the limits of each strength, on fold 1, with
   scores of the second step that were made without it.
Posts of the remark corpora count, lightly, as texts that concern nobody. Fold 0 is never read here: it is for
`eval_identity.py`. Writes `agreement.json`, `combination.json` and `words.int8`, and their SHA-256 into the manifest.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from data import POSTED_FILES
from marked import Row, posts, rows
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from primum.text import identity
from primum.text.agreement import KIND_OF, Weights, agreed, readings
from primum.text.combination import BUCKETS, part_names, words_around
from primum.text.listening import Listener, tags
from primum.text.mention import Mention
from primum.text.normalise import Normalised
from primum.text.tags import Tags
from primum.text.tokens import tokens

HERE = Path(__file__).parent
SEED = 4
POST_WEIGHT = 0.012
"""A post of the remark corpora was never read for identity: all of them together count for some thirty texts."""
POSTS = 2500
"""Posts that are read, evenly spread."""
PART_SCALE, WORD_SCALE, INVERSE_PENALTY = 0.5, 0.6, 2.0
"""Chosen on folds 1 to 4: how dear points and words are to the regression."""
LEAST_TEXTS = 2
"""Texts a word must stand in to count."""
LEAST_CERTAIN = 0.4
"""No reading less certain than this is kept, even if F1 would gain: what is pointed at must mostly be there."""
AS_GOOD = 0.01
"""F1 as near as this to the best is as good: then the lower limit is taken, for what is missed is worse."""
WEIGHED = 1
"""The fold that weighs the encoder: it was taught on others."""


@dataclass(frozen=True, slots=True)
class Text:
    """A normalised text, what the rules find in it, and what the encoder makes of it."""

    normal: Normalised
    by_rules: list[Mention]
    tags: Tags

    @classmethod
    def of(cls, listener: Listener, text: str) -> Text:
        normal = Normalised.of(text)
        return cls(normal, identity.mentions(normal.text), tags(listener.hear(normal)))


# ---- 1. agreement ------------------------------------------------------------------------------------------------


def weights_of(texts: list[Text], marked: list[Row]) -> dict[str, Weights]:
    """Weigh the readings of each tag by whether its words are marked so; from where on they are kept, F1 says."""
    features: dict[str, list[tuple[float, float, float]]] = {tag: [] for tag in KIND_OF}
    truth: dict[str, list[bool]] = {tag: [] for tag in KIND_OF}
    marks = dict.fromkeys(KIND_OF, 0)
    for text, row in zip(texts, marked, strict=True):
        for tag, _, _ in row.spans:
            marks[tag] = marks.get(tag, 0) + 1
        for reading in readings(tokens(text.normal.text), text.by_rules, text.tags):
            tag = reading.tag
            start, end = text.normal.original(reading.mention.start, reading.mention.end)
            right = any(name == tag and a < end and start < b for name, a, b in row.spans)
            if not right and row.silent and tag in {"AGE", "DATE", "PLACE", "ORG"}:
                continue  # its file leaves such words bare
            features[tag].append((float(reading.by_rule), float(reading.disputed), reading.odds))
            truth[tag].append(right)
    found = {}
    for tag in KIND_OF:
        table, right = np.array(features[tag]), np.array(truth[tag])
        model = LogisticRegression(C=1.0, random_state=SEED).fit(table, right)
        certainty = model.predict_proba(table)[:, 1]
        by_least: dict[float, float] = {}
        for least in np.arange(LEAST_CERTAIN, 0.81, 0.05):
            kept = certainty >= least
            precision = right[kept].mean() if kept.any() else 0.0
            recall = right[kept].sum() / max(marks[tag], right.sum(), 1)
            by_least[float(least)] = 2 * precision * recall / max(precision + recall, 1e-9)
        best = max(by_least.values())
        least = min(one for one, value in by_least.items() if value >= best - AS_GOOD)
        found[tag] = Weights(
            round(float(model.intercept_[0]), 3),
            *(round(float(value), 3) for value in model.coef_[0]),
            round(least, 2),
        )
        print(f"{tag:8} {len(right):5} readings, {right.sum():4} right, F1 {by_least[least]:.3f} from {least:.2f}")
    return found


# ---- 2. combination ----------------------------------------------------------------------------------------------


def matrices(texts: list[str], mentions: list[list[Mention]], names: list[str]) -> tuple[csr_matrix, csr_matrix]:
    """Return the parts and the words of each text, one row a text; `names` are filled in when empty."""
    parts, indices, values, starts = [], [], [], [0]
    for text, found in zip(texts, mentions, strict=True):
        around = words_around(text, found)
        parts.append(part_names(found))
        indices.extend(around)
        values.extend([1 / np.sqrt(max(len(around), 1))] * len(around))
        starts.append(len(indices))
    words = csr_matrix((values, indices, starts), shape=(len(texts), BUCKETS))
    names[:] = names or sorted({name for found in parts for name in found})
    return csr_matrix(np.array([[float(name in found) for name in names] for found in parts])), words


def rarity(words: csr_matrix) -> np.ndarray:
    """The inverse document frequency of each bucket; 0 for what stands in fewer than LEAST_TEXTS texts."""
    held = np.bincount(words.indices, minlength=BUCKETS)
    return np.where(held >= LEAST_TEXTS, np.log((1 + words.shape[0]) / (1 + held)) + 1, 0.0)


class Head:
    """One logistic regression with its scales, as the companion will add it up."""

    def __init__(self, table: csr_matrix, words: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> None:
        self.scale = rarity(words[weights == 1]) * WORD_SCALE
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000, random_state=SEED)
        features = hstack([table * PART_SCALE, words.multiply(self.scale)]).tocsr()
        model.fit(features, labels, weights)
        self.bias = float(model.intercept_[0])
        self.points = model.coef_[0, : table.shape[1]] * PART_SCALE
        self.words = model.coef_[0, table.shape[1] :] * self.scale

    def log_odds(self, table: csr_matrix, words: csr_matrix) -> np.ndarray:
        return table @ self.points + words @ self.words + self.bias


# ---- 3. joined ---------------------------------------------------------------------------------------------------


def probability(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds))


def limits(risk: np.ndarray, near: np.ndarray, far: np.ndarray, posts_near: np.ndarray) -> dict[str, float]:
    """Choose the limits on scores of unseen texts: what share of harmless ones may be spoken of, and how strongly.

    A share is counted on marked rows that are no near twins, and on posts of what a group posts all day: what was
    written twin by twin where a model erred is a lesson, and a share of it is no share of what people post.
    """
    harmless = risk == 0

    def above(scores: np.ndarray, share: float) -> float:
        return float(np.quantile(scores, 1 - share))

    return {
        "hint": round(max(above(near[harmless], 0.09), above(posts_near, 0.055)), 3),
        "warn": round(max(above(near[harmless], 0.045), above(posts_near, 0.035)), 3),
        "strong": round(max(above(far[harmless], 0.015), above(far[risk == 1], 0.12)), 3),
    }


def said(risk: np.ndarray, near: np.ndarray, far: np.ndarray, chosen: dict[str, float]) -> None:
    spoken = (near >= chosen["warn"]) | (far >= chosen["strong"])
    for level in (0, 1, 2):
        held = risk == level
        print(f"risk {level}: said {spoken[held].mean():.3f}, strong {(far[held] >= chosen['strong']).mean():.3f}")


def main() -> None:
    listener = Listener()
    marked = [row for row in rows() if row.fold != 0]
    texts = [Text.of(listener, row.text) for row in marked]
    plain = posts()
    read = plain[:: max(1, len(plain) // POSTS)]
    others = [Text.of(listener, post.text) for post in read]
    posted = np.array([post.file in POSTED_FILES for post in read])
    risk = np.array([row.risk for row in marked])
    folds = np.array([row.fold for row in marked])
    weighed = folds == WEIGHED
    print(len(marked), "marked rows,", weighed.sum(), "of them to weigh by;", len(others), "posts")

    chosen_texts = [text for text, held in zip(texts, weighed, strict=True) if held]
    agreement = weights_of(chosen_texts, [row for row, held in zip(marked, weighed, strict=True) if held])

    def together(text: Text) -> list[Mention]:
        return agreed(tokens(text.normal.text), text.by_rules, text.tags, agreement)

    names: list[str] = []
    written = [text.normal.text for text in texts]
    table, words = matrices(written, [together(text) for text in texts], names)
    ruled_table, ruled_words = matrices(written, [text.by_rules for text in texts], names)
    written = [text.normal.text for text in others]
    extra = matrices(written, [together(text) for text in others], names)
    ruled_extra = matrices(written, [text.by_rules for text in others], names)

    def learn(chosen: np.ndarray) -> list[Head]:
        weights = np.concatenate([np.ones(chosen.sum()), np.full(len(others), POST_WEIGHT)])
        joined = vstack([table[chosen], extra[0]]).tocsr(), vstack([words[chosen], extra[1]]).tocsr()
        nobody = np.zeros(len(others), bool)
        return [Head(*joined, np.concatenate([risk[chosen] >= level, nobody]), weights) for level in (1, 2)]

    unseen, ruled = np.zeros((2, 2, len(marked)))
    for fold in range(1, 5):
        held = folds == fold
        for head, model in enumerate(learn(~held)):
            unseen[head, held] = model.log_odds(table[held], words[held])
            ruled[head, held] = model.log_odds(ruled_table[held], ruled_words[held])
    heads = learn(np.ones(len(marked), bool))
    counts = np.array([not row.is_lesson for row in marked])
    alone = limits(risk[counts], *probability(ruled[:, counts]), probability(heads[0].log_odds(*ruled_extra))[posted])
    print("rules alone")
    said(risk, *probability(ruled), alone)

    opinion = np.array([[text.tags.near, text.tags.far] for text in texts]).T
    shift, by_points, by_tags, near_far = [], [], [], []
    for head in range(2):
        columns = np.stack([unseen[head], opinion[head]], 1)
        fitted = weighed & counts
        model = LogisticRegression(C=10.0, random_state=SEED).fit(columns[fitted], risk[fitted] > head)
        near_far.append(probability(model.decision_function(columns[weighed])))
        shift.append(round(float(model.intercept_[0]), 3))
        by_points.append(round(float(model.coef_[0, 0]), 3))
        by_tags.append(round(float(model.coef_[0, 1]), 3))
    of_posts = heads[0].log_odds(*extra) * by_points[0] + shift[0]
    of_posts = of_posts + np.array([text.tags.near for text in others]) * by_tags[0]
    near, far = near_far
    lifelike = counts[weighed]
    joined_limits = limits(risk[weighed][lifelike], near[lifelike], far[lifelike], probability(of_posts)[posted])
    print("rules and encoder, fold 1")
    said(risk[weighed], near, far, joined_limits)
    print("of these, without the near twins")
    said(risk[weighed][lifelike], near[lifelike], far[lifelike], joined_limits)
    for name, chosen in (("posts", np.ones(len(others), bool)), ("of these, what a group posts", posted)):
        print(f"{name} said: {(probability(of_posts)[chosen] >= joined_limits['warn']).mean():.4f}")

    spread = np.array([head.words for head in heads])
    scale = np.abs(spread).max(axis=1) / 127
    (HERE / "words.int8").write_bytes(np.round(spread / scale[:, None]).astype(np.int8).tobytes())
    content = {
        "bias": [round(head.bias, 3) for head in heads],
        "scale": [float(value) for value in scale],
        "limits": alone,
        "joined": {"shift": shift, "points": by_points, "tags": by_tags, "limits": joined_limits},
        "points": {name: [round(float(head.points[n]), 1) for head in heads] for n, name in enumerate(names)},
    }
    (HERE / "combination.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    weights = {tag: asdict(one) for tag, one in agreement.items()}
    (HERE / "agreement.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    manifest = HERE.parent / "manifest.toml"
    text = manifest.read_text("utf-8")
    for file in ("agreement.json", "combination.json", "words.int8"):
        digest = sha256((HERE / file).read_bytes()).hexdigest()
        text = re.sub(rf'("identity/{re.escape(file)}" = ")[0-9a-f]*"', rf'\g<1>{digest}"', text)
    manifest.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
