"""What touches a name and is said of who is cared for: "le dossier", "l'escarre de", "a vomi", "à jeun", "à voir :".

Names alone prove nothing, and most words beside them do not either; here stand those that hardly anybody says of a
colleague: in the marked rows outside fold 0 a name beside them is a patient's or a relative's nineteen times in twenty.
A few words on one side are read, so that time stays linear.
"""

from __future__ import annotations

import re

from primum.text.tokens import Token

_REACH = 8
"""Tokens on either side of a name in which its bearer's care is told."""
_LIST_REACH = 48
"""Tokens between the heading of a list and a name on it."""

# ---- behind a name: folded words with one space between, signs apart ------------------------------------------------

_AGAIN = r"(?:(?:encore|toujours|enfin|bien|tout|re|deja|aussi|tres|plutot|plus|pas|just|now|still|already) )*"
_BODILY = (
    r"(?:re ?)?vomi\w*|fugue\w*|desature\w*|convuls\w+|saigne\w*|chute|rechute|recrache|decompense\w*"
    r"|accouche(?! (?:la|les?|mme|m|mlle|une|ma|sa|mes|ses|des) )"
    r"|perdu connaissance|arrache (?:sa|son|ses|la|le)|refuse (?:sa|son|ses|la|le) (?:perf\w*|dialyse|chimio|insuline"
    r"|traitement|toilette|soins|transfusion|sonde)|(?:re ?)?fait (?:un|une|son|sa|des) (?:malaise|chute|convulsions?"
    r"|avc|ait|oap|ep|arret|tv|fa|hematome|hemorragie|fausse route|globe|rechute|phlebite|pneumopathie|sepsis)"
)
"""What a body does: "a vomi", "va convulser"."""
_DONE = (
    r"hospitalise\w*|operee?|transferee?|admise?|transfusee?|perfusee?|intubee?|extubee?|helitreuillee?|sondee?"
    r"|dialysee?|reanimee?|amputee?|greffee?"
)
"""What is done to it: "a été transfusée", "est intubé"."""
_ENGLISH_DONE = (
    r"admitted|discharged|intubated|extubated|cannulated|catheterised|transfused|nil by mouth|nbm|medically fit"
    r"|febrile|apyrexial|delirious|septic|hypotensive|tachycardic|for (?:theatre|discharge|home|palliation)"
)
_ACTS = re.compile(
    r"(?:(?:qui|et|,) )?(?:n ' |ne )?(?:m ' |nous |se |s ' )?(?:"
    rf"(?:a|avait|vient de|va) {_AGAIN}(?:ete {_AGAIN}(?:{_DONE})|{_BODILY})\b(?! (?:la|le|les|avant son))"
    rf"|est {_AGAIN}(?:{_DONE}|(?:sortie?|rentree?) (?:hier|ce|contre|de rea|chez (?:lui|elle)"
    r"|a (?:la maison|domicile)))\b"
    r"|(?:est|etait) (?:fait operer|desonde\w*|deperfuse\w*|extube\w*|etouffe\w*)\b"
    r"|(?:tachycarde|bradycarde|desature|vomit|convulse)\b|(?:tu l ' as|vous l ' avez) \w+ a jeun\b"
    rf"|(?:has|had|is|was) {_AGAIN}(?:been )?(?:{_ENGLISH_DONE})\b"
    rf"|(?:has |had )?{_AGAIN}(?:vomited|desatt?ed|fitted|arrested)\b(?! the)"
    r"|(?:pulled|yanked|ripped) (?:his|her) (?:own )?(?:line|drain|cannula|tube|catheter|ng)\b"
    r"|(?:needs|wants|refuses|refused) (?:his|her) (?:k|bloods?|potassium|insulin|cannula|catheter|dressing|drain)\b"
    r")"
)
_STATES = re.compile(
    rf"(?:[:,(] )?(?:(?:est|etait|reste|semble) )?{_AGAIN}(?:a jeun|confuse?|apyretique|febrile|constipee?|dyspneique"
    r"|desorientee?|algique|en (?:bav|fa|tv|iso|isolement|palliatifs?|vni|oap|dialyse|chimio|aplasie|sspi|retention)"
    r"|sous (?:o ?2|oxygene|vni|optiflow|curares?|morphine|heparine|insuline|antibio\w*|atb|noradre\w*|chimio))\b"
    rf"|va {_AGAIN}mieux\b"
    r"|sort (?:demain|aujourd|cet? |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?!.* (?:son|sa) )"
)
"""A state; a result's or a drug's may be the same."""
_AGED = re.compile(r"(?:, |\( )?\d{1,3} (?:a|yo|f|m|h)\b(?! (?:de|d|la|le|les|l|un|une|ete|eu|fait)\b)")
"""An age as a list of patients has it."""

# ---- before a name --------------------------------------------------------------------------------------------------

_PAPERS = (
    r"dossiers?|resultats|rdv|iono|nfs|gds|ecbu|scan|scanner|irm|echo|tubes?|biopsies?|perf|perfusion|sonde|drains?"
    r"|pansements?|redon|picc|plaies?|escarres?|constantes|glycemies?|tension|hb|crp|inr|kaliemie|creat|troponines?"
    r"|hospitalisation|dialyse|chimio|prothese|cicatrice|moignon|dentier"
)
_PARTS = (
    r"poumons?|genoux?|hanches?|epaules?|rate|foie|reins?|jambes?|dos|ventre|cheville|poignet|coude|thyroide|prostate"
    r"|vessie|estomac|colon|talon|orteils?|moelle"
)
_OF_THE_BODY = re.compile(
    rf"(?:^|[^\w] |\b(?:le|la|les|l '|un|une|du|des|au|d ') )(?:{_PAPERS}|{_PARTS}) (?:de|d ') $"
    r"|(?:^|[^\w] |\b(?:le|du) )dossier $"
)
_FAREWELL = re.compile(r"(?:au revoir|goodbye|farewell|adieu) (?:a )?,? ?$")

_NOT_OF_WHOM = frozenset(
    {
        "de",
        "d",
        "du",
        "des",
        "a",
        "au",
        "aux",
        "en",
        "par",
        "avec",
        "chez",
        "of",
        "by",
        "with",
        "from",
        "in",
        "at",
        "to",
    }
)
"""Before a name these say that what follows is told of somebody or something else: "la femme de", "l'hôpital de"."""

_ARTICLES = frozenset(["le", "la", "les", "l", "un", "une", "ce", "cette", "mon", "ma", "son", "sa", "the", "a", "an"])

# ---- on a list ------------------------------------------------------------------------------------------------------

_WHEN = (
    r"demain|aujourd|cet|ce|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|aprem|soir|vite|premier|urgence"
    r"|today|tomorrow|tonight|morning|first"
)
_HEADING = re.compile(
    r"\b(?:rappeler|recontroler|entrante?s?|sortante?s?|transferts?|admissions|discharges|outliers)\b[^.]*$"
    rf"|\b(?:(?:a|to) )?(?:re)?(?:voir|see|review)\b.*\b(?:{_WHEN})\b[^.]*$"
)
_JOINING = frozenset({"et", "puis", "and", "then"})


def _told(words: list[Token]) -> str:
    return "".join(f"{word.folded} " for word in words if word.text != "\n")


def is_said_of_care(words: list[Token], at: int, end: int, *, strange: bool = False) -> bool:
    """Whether what stands right before or behind a name is said of somebody who is cared for.

    `strange` for a name that no list knows, or in lower case: a state is a drug's or a result's as often then.
    """
    if _OF_THE_BODY.search(_told(words[max(0, at - _REACH) : at])):
        return True
    before = next((word.folded for word in reversed(words[max(0, at - 2) : at]) if word.is_word), "")
    if before in _NOT_OF_WHOM or (strange and before in _ARTICLES):
        return False
    behind = _told(words[end : end + _REACH])
    return bool(_ACTS.match(behind) or (not strange and (_STATES.match(behind) or _AGED.match(behind))))


def is_bidden_farewell(words: list[Token], at: int) -> bool:
    """Whether a leave is taken: "Au revoir Monsieur"; whose it is is told only where a title stays between."""
    return _FAREWELL.search(_told(words[max(0, at - _REACH) : at])) is not None


def is_listed(words: list[Token], at: int, end: int) -> bool:
    """Whether a name stands on a list of who is to be seen: "À voir demain : Le Guen, Tanguy (pied)"."""
    opens = at > 0 and (words[at - 1].text in ":,;-•*\n" or words[at - 1].folded in _JOINING)
    closes = end == len(words) or not words[end].is_word or words[end].folded in _JOINING
    if not (opens and closes):
        return False
    for index in range(at - 1, max(0, at - _LIST_REACH) - 1, -1):
        if words[index].text == ":":
            return _HEADING.search(_told(words[max(0, index - _REACH) : index])) is not None
        if words[index].text in ".!?":
            return False
    return False
