"""Clinical detail in an answer to a patient's review: there even a harmless word about care breaks secrecy.

The review names its author, so the answer tells everybody what the author was treated for; that the author told it
first lifts nothing (CSP R.4127-4, L.1110-4). A word is clinical when it is listed in `reviews.toml` or built as
medicine builds its words: a root and an ending (gastr-ite, rhino-plastie), or an ending that nothing else has
(-cilline, -ectomie).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from primum.finding import Span, Strength, TextFinding
from primum.text.normalise import Normalised
from primum.text.sentences import sentences
from primum.text.tokens import Token, phrase_end, tokens

RULE = "clinical_detail"

_ENDINGS_AFTER_ROOT = (
    r"(?:ite|itis|ose|osis|ome|oma|algie|algia|pathie|pathy|emie|emia|urie|rragie|rrhage|rrhee|plegie)"
)
_ENDINGS = (
    r"(?:ectomie|ectomy|otomie|otomy|ostomie|ostomy|plastie|plasty|oscopie|oscopy|cardiogramme|encephalogramme"
    r"|cilline|cillin|mycine|mycin|floxacine|azole|prazole|sartan|statine|statin|azepam|zolam|oxetine|triptan|dipine"
    r"|parine|gliptine|therapie)"
)
_BUILT_ALONE = re.compile(rf"[a-z]{{2,}}{_ENDINGS}s?")
_SOMEBODY = re.compile(
    r"\b(?:vous|votre|vos|toi|tu|ton|ta|tes|t'|you|your|patiente?|he|she|his|her|il|elle|(?:(?:sa|son|votre)\s)?(?:fils|fille|mari"
    r"|femme|[ée]pouse|enfant|m[èe]re|p[èe]re|b[ée]b[ée]|son|daughter|child|husband|wife|mother|father))\b",
    re.I,
)
_YOURS = re.compile(
    r"\b(?:votre|vos|ton|ta|tes|your|vous (?:m'|nous |me )?\w+(?:ez|iez|tes)|vous (?:ai|avons|a)"
    r"|you (?:had|have|were|are)|(?:avons|ai|a|ont) (?:[ée]t[ée] )?(?:prescrit|op[ée]r|diagnosti|trait))",
    re.I,
)
_WHOSE = frozenset(["votre", "vos", "ton", "ta", "tes", "son", "sa", "ses", "your", "his", "her"])
_SECRECY = re.compile(r"\bsecret\b|confiden|vie priv[ée]e|\brgpd\b|\bgdpr\b|privacy", re.I)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(files("primum.text").joinpath("reviews.toml").read_text("utf-8"))
    return {name: frozenset(word.replace("_", " ") for word in words.split()) for name, words in table.items()}


@cache
def _built() -> re.Pattern[str]:
    roots = "|".join(sorted(_words()["roots"], key=len, reverse=True))
    return re.compile(rf"(?:[a-z]*)(?:{roots})[a-z]{{0,5}}?{_ENDINGS_AFTER_ROOT}s?")


def _singular(word: Token) -> Token:
    plain = word.folded[:-1] if len(word.folded) > 3 and word.folded[-1] in "sx" else word.folded
    return replace(word, folded=plain)


def _phrase(words: list[Token], singular: list[Token], at: int, phrases: frozenset[str]) -> int:
    """The index after the longest listed phrase at `at`, read as it is written or in the singular."""
    return max(phrase_end(words, at, phrases), phrase_end(singular, at, phrases))


def _is_built(word: Token) -> bool:
    # accents tell « gastrite » from « qualité », whose folded endings are the same
    if word.text.lower().rstrip("s").endswith(("ité", "isé", "osé")):
        return False
    return bool(_BUILT_ALONE.fullmatch(word.folded) or _built().fullmatch(word.folded))


def _found(words: list[Token]) -> Iterator[tuple[Span, bool]]:
    """Yield each clinical or vague expression, and whether it is clinical."""
    singular = [_singular(word) for word in words]
    at = 0
    while at < len(words):
        ordinary = _phrase(words, singular, at, _words()["ordinary"])
        if ordinary > at:
            at = ordinary
            continue
        clinical = _phrase(words, singular, at, _words()["clinical"])
        if clinical == at and words[at].is_word and _is_built(words[at]):
            clinical = at + 1
        end = clinical if clinical > at else _phrase(words, singular, at, _words()["vague"])
        if end == at and at > 0 and words[at - 1].folded in _WHOSE:
            end = _phrase(words, singular, at, _words()["body"])
        if end > at:
            yield Span(words[at].start, words[end - 1].end), clinical > at
        at = max(end, at + 1)


def find(text: Normalised) -> list[TextFinding]:
    """Return what an answer to a review says of its author's care, by position.

    A clinical word in a sentence about somebody is strong, without anybody a warning; a vague one (« traitement ») is
    a warning where it is said to be the author's own, unless the sentence is about secrecy itself.
    """
    findings = []
    for sentence in sentences(text.text):
        said = text.text[sentence.start : sentence.end]
        about_somebody = _SOMEBODY.search(said) is not None
        own = _YOURS.search(said) is not None and _SECRECY.search(said) is None
        for span, is_clinical in _found(tokens(said)):
            if not is_clinical and not own:
                continue
            strength = Strength.STRONG if is_clinical and about_somebody else Strength.WARN
            place = text.original(sentence.start + span.start, sentence.start + span.end)
            score = {True: 0.9, False: 0.6}[strength is Strength.STRONG]
            findings.append(TextFinding(RULE, strength, place.start, place.end, score, words=(place,)))
    return findings
