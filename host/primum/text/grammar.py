"""The language of a text, the gender and the number of who is spoken of: what a replacement has to agree with."""

from __future__ import annotations

import re
from functools import cache

from primum.text.gazetteer import Entry, folded, gazetteer
from primum.text.tokens import lexicon

_ENGLISH = re.compile(
    r"\b(?:the|and|with|her|his|was|is|of|for|she|he|year|old|this|who|from|at|in|to|my|has|we|an|it|but|not|been"
    r"|mrs|ms|born|seen|today|yesterday|please|left|right|knee|ward|bed|bay|phone|call|needs|mum|dad)\b",
    re.I,
)
# "mr" is a title in both languages; English keeps an accent in names at most
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|au|aux|une?|et|avec|est|pour|qui|dans|ans|elle|il|sur|chez|mon|ma|ce|cette|je|nous|n[ée]e?"
    r"|vue?|hier|mme|monsieur|madame|patiente|y|sous|lit|ch|chambre|\w*[à-öø-ÿœ]\w*)\b",
    re.I,
)
# where the little words do not tell: labels, what medicine is made of, and the spelling of what has no capital
_ENGLISH_SIGNS = re.compile(
    r"\b(?i:nhs|mrn|dob|gp|icu|itu|nof|mri|cxr|copd|uti|dvt|hospital|number|\d{1,3}(?: ?yo)?[ /]?[fm]|miss|you|your"
    r"|they|their|our|are|were|had|will|would|what|when|no|just|all|out|up|head|neck|chest|heart|liver|hand|foot|skin"
    r"|eye|ear|bloods?|pain|fall|fell|fever|fracture|stroke|cancer|pregnant|dead|died|review|advice|scan|results?"
    r"|theatre|discharged?|nurse|doctor|surgery|clinic|man|boy|girl|child|mother|father|wife|husband|daughter"
    r"|brother|sister|home|room|side|week|month|day|night)\b"
    r"|\b[a-z]*(?:ght|wh|sh|ck|w|ee[dklmpt]|oo[dkmnt])[a-z]*\b|\b[a-z]{2,}(?:ing|ed|ly|[a-z]y|ness|ful|th|k)\b"
    r"|[a-z]'(?:[sdmt]|ll|re|ve)\b"
)
_FRENCH_SIGNS = re.compile(
    r"\b(?i:ddn|ipp|ins|nir|hta|avc|idm|irm|tdm|bpco|ecbu|atcd|ttt|rdv|ehpad|samu|smur|h ?\d\d|mlle|melle|nom|que"
    r"|ne|pas|par|sans|sa|ses|se|ou|mais|en|de|num[ée]ro|douleurs?|tr[èe]s|bien|chute|hanche|genou|sein|coeur|foie"
    r"|rein|dos|pied|bras|jambe|sang|bilan|avis|suite|sortie|jour|nuit|semaine|mois|femme|homme|fille|fils|enfant"
    r"|m[èe]re|p[èe]re|mari|soeur)\b"
    r"|\b(?:[ldjnsmt]|qu|[LJC]|Qu)'(?=\w)|\b[a-z]+(?:aux?|eux|euse|eur|aire|ique|ie|if|ait|ees?|ez|oir|ois|que)\b"
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
    for english, french in ((_ENGLISH, _FRENCH), (_ENGLISH_SIGNS, _FRENCH_SIGNS)):
        more = len(english.findall(text)) - len(french.findall(text))
        if more:
            return "en" if more > 0 else "fr"
    return "fr"


def is_feminine(text: str, at: int) -> bool:
    """Whether the person spoken of around `at` is a woman, as far as the nearest words tell."""
    balance = womanliness(text, at)
    if balance:
        return balance > 0
    # last of all her job says so: "doyenne de l'île, 102 ans"
    around = text[max(0, at - 60) : at + 60]
    return any(folded(noun[0]) in _told_of_her() for noun in _FEMININE_ENDING.finditer(around))


@cache
def _told_of_her() -> frozenset[str]:
    """The jobs of which a woman is told; not those of a ward, for a nurse stands beside many patients."""
    lists = lexicon()
    return lists["roles"] | lists["rare_jobs"] | lists["common_jobs"] | {"doyenne", "retraitee"}


def womanliness(text: str, at: int) -> int:
    """How many more of the words around `at` are of a woman than of a man."""
    around = text[max(0, at - 60) : at + 60]
    return len(_FEMININE.findall(around)) - len(_MASCULINE.findall(around))


_SEVERAL = re.compile(
    r"\b(?:(?:des|les|ces|aux|mes|ses|nos|vos|leurs|plusieurs|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three"
    r"|four|five|six|seven|eight|nine|ten|these|those|several|both) (?:anciens |anciennes |ex-?|retired |former )?"
    r"|(?:couple|groupe|[ée]quipe) (?:de |d')|(?:couple|pair|group|team) of )$",
    re.I,
)
_FRENCH_PLURAL = re.compile(r"(?!commis)[^\W\d_]{3,}[^\Ws]s\b")
_ENGLISH_PLURAL = re.compile(r"(?:[^\Wsu]s|men)$", re.I)
_FEMININE_ENDING = re.compile(r"\b[^\W\d_]+(?:[eè]re|euse|trice|enne|onne|esse|ée|ante|ente)s?\b", re.I)


def is_plural(text: str, at: int, noun: str, english: bool) -> bool:
    """Whether `noun`, which stands at `at`, means several people: by its form, or by the number or article before."""
    if _SEVERAL.search(text[max(0, at - 24) : at]):
        return True
    return bool(_ENGLISH_PLURAL.search(noun) if english else _FRENCH_PLURAL.match(noun))


def is_feminine_noun(noun: str) -> bool:
    """Whether a French word for what somebody does is a woman's by its ending."""
    return _FEMININE_ENDING.match(noun) is not None


_NO_NOUN = re.compile(
    r" ?(?:$|(?!-\w)[^\w ]|(?:\d|(?:from|with|without|in|on|at|of|to|for|by|under|after|before|since|off|near|and|or"
    r"|but|then|who|whose|that|this|last|now|again|today|tonight|yesterday|is|was|has|had|will|would|can|could|did|does|came"
    r"|comes|went|got|gets|fell|died|took|takes|broke|needs?|needed|wants?|wanted|keeps|says|said|asks|asked|lost"
    r"|presents?|presented|presenting|collapsed|arrived|admitted|seen|brought|found|referred|sent|refus(?:es|ed))\b))",
    re.I,
)


def stands_for_a_noun(text: str, end: int) -> bool:
    """Whether English words that end at `end` say who, as in "the 19-year-old from", not "the 19-year-old nurse"."""
    return _NO_NOUN.match(text, end) is not None


_TRADE = re.compile(
    r" (?:de |d')(?!(?:mon|ma|mes|[cs]es|son|sa|notre|nos|votre|vos|leurs?|ce|cet(?:te)?|les?|la|une?|tous|toutes"
    r"|plus|moins)\b)(?P<thing>[a-zß-öø-ÿœ]{2,}(?:-[a-zß-öø-ÿœ]+)*)"
    r"(?=$|\n| ?[^\w '-]| (?:\d{1,3} ?(?:ans|a)|d[eu]s?|à|aux?|en|dans|chez|et|ou|sur|pour|par|avec|sans|qui|que|est"
    r"|a|ne|se|me|va|vient|sort|depuis)\b| [A-Z]| (?:[dlsnm]|qu)')"
)
_WHEN = frozenset({"hier", "demain"})


def trade_end(text: str, end: int) -> int:
    """Where the French name of a job ends, of which `end` is the end without its complement: "conducteur de bus".

    A complement with an adjective is none ("d'origine tongienne"): the adjective would be left alone.
    """
    # two at most: "championne de lancer de javelot"
    for _ in range(2):
        trade = _TRADE.match(text, end)
        thing = folded(trade["thing"]) if trade else ""
        known = gazetteer().entry(thing)
        if trade is None or (known & Entry.TOWN and not known & Entry.WORD) or thing in _WHEN | lexicon()["calendar"]:
            break
        end = trade.end()
    return end
