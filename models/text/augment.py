"""Spells a post another way and leaves its stance alone: typos, abbreviations, elongation, emojis, lost
punctuation, accents and capitals."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

_SHORT = {
    "patiente": ("pte", "ptte"),
    "patient": ("pt",),
    "patients": ("pts",),
    "patientes": ("ptes",),
    "dans": ("ds",),
    "avec": ("av", "avc"),
    "pour": ("pr",),
    "toujours": ("tjs", "tjrs"),
    "tout": ("tt",),
    "rendez-vous": ("rdv",),
    "consultation": ("cs", "consult"),
    "urgences": ("urg", "SAU"),
    "quelque chose": ("qqch",),
    "quelqu'un": ("qqn",),
    "quand": ("qd",),
    "beaucoup": ("bcp",),
    "c'est": ("c", "cest"),
    "j'ai": ("jai",),
    "you": ("u",),
    "because": ("bc", "cos"),
    "with": ("w/",),
    "appointment": ("appt",),
}
_LONG = {short: long for long, shorts in _SHORT.items() for short in shorts if len(short) > 1}
_EMOJIS = "😂🤣😅🙄💀😭😊👍🙏😉😬🤔❤️🔥"
_WORD = re.compile(r"[^\W\d_][\w'-]*")


def _typo(word: str, random: np.random.Generator) -> str:
    if len(word) < 4:
        return word
    at = int(random.integers(1, len(word) - 1))
    match int(random.integers(4)):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + word[at] * int(random.integers(3, 6)) + word[at + 1 :]


def without_accents(text: str) -> str:
    """`text` as a phone in a hurry writes it."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def respelt(text: str, random: np.random.Generator) -> str:
    """Return `text` as someone else might have typed it; half of the time as it is."""
    if random.random() < 0.5:
        return text
    rate = random.choice([0.0, 0.03, 0.08])

    def word(match: re.Match[str]) -> str:
        found = match.group()
        other = _SHORT.get(found.lower()) or ((_LONG[found.lower()],) if found.lower() in _LONG else None)
        if other and random.random() < 0.4:
            return str(random.choice(other))
        return _typo(found, random) if random.random() < rate else found

    text = _WORD.sub(word, text)
    if random.random() < 0.25:
        text = without_accents(text)
    case = random.random()
    if case < 0.2:
        text = text.lower()
    elif case < 0.25:
        text = text.upper()
    if random.random() < 0.2:
        text = re.sub(r"[.,;:]", "", text)
    if random.random() < 0.15:
        text = re.sub(r"[\U0001F300-\U0001FAFF]+", "", text)
    elif random.random() < 0.2:
        text += " " + str(random.choice(list(_EMOJIS))) * int(random.integers(1, 4))
    return text
