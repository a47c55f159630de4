"""What touches a name and is said of who works there: "du labo", "opère", "d'accord avec", "la garde de".

The counterpart of `bedside.py`: so said a name is a colleague's. Only a few words on one side are read.
"""

from __future__ import annotations

import re

from primum.text.tokens import Token

_REACH = 8
"""Tokens on either side of a name in which its bearer's work is told."""

_DESKS = "accueil|standard|admissions|secretariat|regulation|compta|paie|caisse|archives|reception|switchboard|payroll"
"""Where nobody stays but who works there."""
_OFFICES = (
    rf"{_DESKS}|labo|laboratoire|bacterio|biochimie|imagerie|radio|pharmacie|pui|brancardage|lingerie|blanchisserie"
    r"|cuisine|self|cafeteria|rh|drh|direction|samu|smur|cpam|ars|mdph|dim|bionettoyage|menage|securite|formation"
    r"|biomedical|informatique|syndicat|creche|catering|pharmacy|hr|estates|coding|microbiology"
)
"""From where a colleague is: "Nadia de la pharmacie"; a patient may be in some of them."""
_DUTY = r"(?:garde|astreinte|releve|consult\w*|visite|nuits?|vacation|permanence)s?"
_BEHIND = re.compile(
    rf"(?:, )?(?:(?:de l ' |du |de la |des |from )(?:{_OFFICES})|(?:a l ' |a la |au |aux |in |on )(?:{_DESKS}))\b"
    r"|(?:qui )?(?:(?:m|me|nous|vous|l|te) ?(?:' )?)?(?:opere|endort|forme|supervise|encadre|remplace|consulte|prescrit"
    r"|recrute|anime|intube|perfuse|code|regule)\b"
    r"|(?:est|sera|etait) (?:de garde|d ' astreinte|d ' avis|en conges?|en repos|en formation|interne|externe)\b"
    rf"|(?:prend|prenait|assure|couvre|a pris|a fait|a couvert) (?:ma|la|sa|les|mes|ses|des|deux|une) {_DUTY}\b"
    r"|(?:m|nous) ?(?:' )?(?:a|ont) (?:forme|remplace|depanne|appele\w* a \d|converti|relaye|sauve la mise)"
    r"|(?:a|avait) (?:intube|perfuse|recousu|masse|sonde|pose (?:la|le|une?|sa)|pique|opere|endormi|prescrit|regule"
    r"|code|relu)\b"
    r"|(?:scrubs|operates|gasses|anaesthetises|teaches|supervises|(?:is|was) on (?:call|nights|days|leave|the rota))\b"
    r"|(?:intubated|cannulated|resited|scrubbed|mentored|covered|bleeped) (?:the|her|his|my|us|me|for|him|a|mr|mrs)\b"
)
_BEFORE = re.compile(
    r"(?:\bd ' accord avec|(?<!contre )\bavis de|\bla garde de|\b(?:en |la )?reponse (?:a|de)"
    r"|\bcomme (?:dit|disait)|\bdixit|\bvu avec|\bagree with|\breply(?:ing)? to|\bas (?:says|said)"
    r"|\b(?:le|un|beau|super) topo de|\bla these de|\ble cours de|\bla formation de) (?:la |le )?$"
)


def _told(words: list[Token]) -> str:
    return "".join(f"{word.folded} " for word in words if word.text != "\n")


def is_said_of_work(words: list[Token], at: int, end: int) -> bool:
    """Whether what stands right before or behind a name is said of somebody who works there."""
    before, behind = _told(words[max(0, at - _REACH) : at]), _told(words[end : end + _REACH])
    return bool(_BEHIND.match(behind) or _BEFORE.search(before))
