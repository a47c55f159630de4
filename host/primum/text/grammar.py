"""The language of a text and the gender of who is spoken of: what a replacement has to agree with."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"\b(?:the|and|with|her|his|was|is|of|for|she|he|year|old|this|who|from|at|in|to|my|has|we|an|it|but|not|been"
    r"|mr|mrs|ms|born|seen|today|yesterday|please|left|right|knee|ward|bed|bay|phone|call|needs|mum|dad)\b",
    re.I,
)
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|au|aux|une?|et|avec|est|pour|qui|dans|ans|elle|il|sur|chez|mon|ma|ce|cette|je|nous|n[ée]e?"
    r"|vue?|hier|mme|monsieur|madame|patiente)\b",
    re.I,
)
_FEMININE = re.compile(
    r"\b(?:patiente|mme|madame|mlle|melle|elle|femme|fille|fillette|dame|m[èe]re|maman|s[œo]e?ur|gamine|petite|pte)\b",
    re.I,
)
_MASCULINE = re.compile(
    r"\b(?:patient|m\.|mr|monsieur|il|homme|gar[çc]on|p[èe]re|papa|fr[èe]re|gamin|petit|pt)(?!\w)", re.I
)


def language(text: str, lang: str | None = None) -> str:
    """Return "fr" or "en": the page's word when it has one of them, else what the little words say."""
    if lang and lang[:2].lower() in {"fr", "en"}:
        return lang[:2].lower()
    return "en" if len(_ENGLISH.findall(text)) > len(_FRENCH.findall(text)) else "fr"


def is_feminine(text: str, at: int) -> bool:
    """Whether the person spoken of around `at` is a woman, as far as the nearest words tell."""
    return womanliness(text, at) > 0


def womanliness(text: str, at: int) -> int:
    """How many more of the words around `at` are of a woman than of a man."""
    around = text[max(0, at - 60) : at + 60]
    return len(_FEMININE.findall(around)) - len(_MASCULINE.findall(around))
