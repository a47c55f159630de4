"""Measure what a doctor would see: `python models/identity/eval_identity.py [--fold 0]`, or `make eval-identity`.

Fold 0 of the marked corpus, held out by pair, was never read by `train.py`. Printed: recall and precision by tag
(a mention counts when it overlaps a mark of its tag), what is said by risk, and how much the generalised text still
says; each with its 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections import Counter

from marked import Row, posts, rows

from primum.finding import Strength, TextFinding
from primum.text import identity
from primum.text.generalise import generalised
from primum.text.listening import Listener, tags
from primum.text.mention import Kind
from primum.text.normalise import Normalised

TAG = {
    Kind.PERSON: "PERSON",
    Kind.NAME: "NAME",
    Kind.AGE: "AGE",
    Kind.DATE: "DATE",
    Kind.BIRTH_DATE: "DATE",
    Kind.PLACE: "PLACE",
    Kind.ADDRESS: "ADDRESS",
    Kind.ESTABLISHMENT: "ORG",
    Kind.ROOM: "ID",
    Kind.NIR: "ID",
    Kind.PATIENT_NUMBER: "ID",
    Kind.PLATE: "ID",
    Kind.HANDLE: "LINK",
    Kind.LINK: "LINK",
    Kind.JOB: "JOB",
    Kind.TRAIT: "TRAIT",
    Kind.KIN: "KIN",
    Kind.PHONE: "PHONE",
    Kind.EMAIL: "EMAIL",
}
LISTENER = Listener()
BARE_IN_SPANS = {"AGE", "DATE", "PLACE", "ORG"}
"""Tags that `spans` leaves bare in harmless rows and the other files mark by form: such rows do not count for them."""


def find(text: str, lang: str | None = None) -> list[TextFinding]:
    normal = Normalised.of(text)
    return identity.find(normal, lang, tags(LISTENER.hear(normal)))


def interval(hits: int, total: int) -> str:
    """The share with its Wilson 95 % interval."""
    if not total:
        return "  n/a"
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{share:.3f} [{max(0, middle - half):.3f}, {min(1, middle + half):.3f}]"


def by_tag(chosen: list[Row]) -> None:
    wanted, found, said, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row in chosen:
        normal = Normalised.of(row.text)
        read = [
            (TAG[m.kind], *normal.original(m.start, m.end))
            for m in identity.mentions(normal.text, tags(LISTENER.hear(normal)))
        ]
        skipped = BARE_IN_SPANS if row.risk == 0 else set()
        for tag, start, end in row.spans:
            if tag not in skipped:
                wanted[tag] += 1
                found[tag] += any(t == tag and a < end and start < b for t, a, b in read)
        for tag, start, end in read:
            if tag not in skipped:
                said[tag] += 1
                right[tag] += any(t == tag and a < end and start < b for t, a, b in row.spans)
    print("tag        n  recall                  said  precision")
    for tag in sorted(wanted, key=lambda tag: -wanted[tag]):
        recall, precision = interval(found[tag], wanted[tag]), interval(right[tag], said[tag])
        print(f"{tag:8}{wanted[tag]:4}  {recall:22}  {said[tag]:4}  {precision}")


def loudest(findings: list[TextFinding]) -> int:
    return max((finding.strength.rank for finding in findings), default=-1)


def by_risk(chosen: list[Row]) -> None:
    print("\nrisk    n  warn or strong          strong                  any")
    lowered = total = 0
    for risk in (0, 1, 2):
        group = [row for row in chosen if row.risk == risk]
        ranks = []
        for row in group:
            findings = find(row.text, row.lang)
            ranks.append(loudest(findings))
            if ranks[-1] >= Strength.WARN.rank:
                after = find(generalised(row.text, findings), row.lang)
                total += 1
                lowered += loudest(after) < ranks[-1] or len(after) < len(findings)
        shares = [interval(sum(rank >= floor for rank in ranks), len(ranks)) for floor in (1, 2, 0)]
        print(f"{risk}    {len(group):4}  {shares[0]:22}  {shares[1]:22}  {shares[2]}")
    print(f"generalised texts that say less: {interval(lowered, total)}")
    wrong = sum(
        any(tag == "NAME" and finding.rule == "person" and finding.start < end and start < finding.end
            for finding in find(row.text, row.lang) if finding.strength is not Strength.HINT)
        for row in chosen for tag, start, end in row.spans
    )  # fmt: skip
    names = sum(tag == "NAME" for row in chosen for tag, _, _ in row.spans)
    print(f"NAME warned as a person: {interval(wrong, names)}")


def on_posts() -> None:
    texts = posts()
    ranks, times = [], []
    for post in texts[::4]:
        start = time.perf_counter()
        ranks.append(loudest(find(post.text)))
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(f"\nharmless posts of the remark corpora ({len(ranks)}), one in four of those that training saw")
    print(f"warn or strong {interval(sum(rank >= 1 for rank in ranks), len(ranks))}")
    print(f"milliseconds: median {statistics.median(times):.1f}, p95 {times[int(0.95 * len(times))]:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fold", default="0", choices=["0", "rest", "all"], help="0 is held out; rest: folds 1 to 4")
    parser.add_argument("--files", nargs="*", help="only these marked files, such as spans10a spans10b")
    asked = parser.parse_args()
    folds = {"0": {0}, "rest": {1, 2, 3, 4}, "all": {0, 1, 2, 3, 4}}[asked.fold]
    picked = [row for row in rows() if row.fold in folds and (not asked.files or row.source in asked.files)]
    print(f"{len(picked)} texts, fold {asked.fold}, {', '.join(asked.files or ['all files'])}\n")
    by_tag(picked)
    by_risk(picked)
    if not asked.files:
        on_posts()
