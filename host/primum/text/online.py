"""What leads to someone on the net: e-mail addresses, accounts, links.

Every pattern is bounded, as those of `validators.py` are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from primum.text.gazetteer import folded
from primum.text.mention import OFFICE, Kind, Mention
from primum.text.tokens import lexicon

_LOCAL = re.compile(r"[\w.+%\-]{1,64}$")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9@])")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_AT, _AFTER_AT = 64, 200


# hidden from machines: "romane (point) vial (arobase) example (point) org", "annick.v chez example.org"
_STOP = r"(?:\.| ?[(\[](?:dot|point)[)\]] ?| (?:dot|point) )"
_SPELT = re.compile(
    rf"(?<![\w.@-])(?P<local>[\w+-]{{2,30}}(?:{_STOP}[\w+-]{{1,30}}){{0,3}})"
    r"(?P<at> ?[(\[](?:at|arobase|chez|@)[)\]] ?| (?:at|arobase|chez) )"
    rf"[\w-]{{2,30}}{_STOP}(?:org|com|fr|net|eu|be|ch|ca|info|(?:co\.)?uk|ie|lu|ma|tn|dz)(?!\w)",
    re.I,
)


def _spelt_emails(text: str) -> Iterator[Mention]:
    """Yield addresses whose signs are written as words; "at" and "chez" are words, so that they need more of a form."""
    for match in _SPELT.finditer(text):
        if match["at"].strip().lower() in {"at", "chez"} and not re.search(r"[\d_.]|\b(?:dot|point)\b", match["local"]):
            continue
        yield Mention(Kind.EMAIL, match.start(), match.end(), 0.9)


def emails(text: str) -> Iterator[Mention]:
    """Yield e-mail addresses: a local part, @, and a domain of at least two labels (RFC 5321 lengths).

    A local part that begins with a service or a role is nobody's own (RFC 2142 lists the English ones).
    """
    at = text.find("@")
    while at >= 0:
        left = _LOCAL.search(text[max(0, at - _BEFORE_AT) : at]) if at and not text[at - 1].isspace() else None
        right = _DOMAIN.match(text, at + 1, at + 1 + _AFTER_AT)
        if left and right:
            local = left[0].lstrip(".-")
            if local:
                first = _LETTERS.match(local)
                detail = OFFICE if first and folded(first[0]) in lexicon()["mailboxes"] else ""
                yield Mention(Kind.EMAIL, at - len(local), right.end(), detail=detail)
        at = text.find("@", at + 1)
    yield from _spelt_emails(text)


# ---- accounts and links ------------------------------------------------------------------------------------------

_HANDLE = re.compile(r"(?<![\w@./])@\w[\w.]{2,30}(?<!\.)")
# without its sign, beside the name of who gave it: "snap : yass_du_13", "k.obrien_1962 on Instagram"
_ACCOUNT = r"(?P<account>(?=[\w.]{0,30}(?:[._]\w|\d))[^\W\d_][\w.]{2,30}(?<!\.))"
_JOINED_ACCOUNT = r"(?P<account>(?=[\w.]{0,30}[._]\w)[^\W\d_][\w.]{2,30}(?<!\.))"
_NETWORK = r"(?:snap(?:chat)?|insta(?:gram)?|tiktok|twitch|twitter|discord|telegram|messenger|skype|facebook|fb|strava)"
_NAMED_ACCOUNT = re.compile(
    rf"\b(?:{_NETWORK}|pseudo|username|user name|login)\b ?(?::|=|est|is)? ?{_ACCOUNT}(?![\w@/])", re.I
)
_ACCOUNT_ON = re.compile(rf"(?<![\w@./]){_JOINED_ACCOUNT} (?:sur|on|via) {_NETWORK}\b", re.I)
_MY_PATIENT = re.compile(r"\b(?:mon patient|ma patiente|my patient)\b", re.I)
_PUBLIC_HANDLE = re.compile(
    r"@(?:dr|doc|docteur|pr|chu|ch|chr|hop|aphp|clinique|samu|urg|interne|ide|has|ars|ministere|asso)[_.A-Z\d]"
    r"|@(?:intern|hopital|ordre)",
    re.I,
)
_LINK = re.compile(
    r"\bhttps?://[^\s<>\"«»]{3,300}|\b(?:instagram|facebook|twitter|tiktok|strava|linkedin)\.[\w.]{2,20}/[^\s]{2,100}",
    re.I,
)
# an appeal for money leads to a family by its address alone; other sites are nobody's
_APPEAL = re.compile(
    r"\b(?:cagnotte|collecte|leetchi|dons?|fundrais\w{1,4}|gofundme|donat\w{1,4}|sponsor\w{0,4})\b[^\n]{0,140}?"
    r"(?<![\w@./-])(?P<link>[\w-]{2,40}(?:\.[\w-]{2,40}){0,2}\.(?:com|fr|org|net|uk|ie|be|ch)(?:/[^\s<>\"«»]{1,100})?)(?!\w)",
    re.I,
)


def online(text: str) -> Iterator[Mention]:
    """Yield handles and links."""
    for match in _LINK.finditer(text):
        yield Mention(Kind.LINK, match.start(), match.start() + len(match[0].rstrip(").,;:!?'…")))
    for match in _APPEAL.finditer(text):
        yield Mention(Kind.LINK, match.start("link"), match.start("link") + len(match["link"].rstrip(").,;:!?'…")))
    for match in _HANDLE.finditer(text):
        # at the very start it is the person answered, unless it is called a patient
        answered = match.start() == 0 and not _MY_PATIENT.search(text)
        public = answered or _PUBLIC_HANDLE.match(match[0]) is not None
        yield Mention(Kind.HANDLE, match.start(), match.end(), 0.9, "public" if public else "")
    for pattern in (_NAMED_ACCOUNT, _ACCOUNT_ON):
        for match in pattern.finditer(text):
            yield Mention(Kind.HANDLE, match.start("account"), match.end("account"), 0.9)
