"""The fields of a form: "Nom : LEFEBVRE", "Surname" with "SMITH" on the line below it."""

from __future__ import annotations

from primum.text.tokens import Token, lexicon


def is_in_a_field(words: list[Token], at: int) -> bool:
    """Whether a capital stands behind the label of a form's field: "Nom : LEFEBVRE", "Surname" and "SMITH" below."""
    end = at
    while end and words[end - 1].text in ":\n" and at - end < 3:
        end -= 1
    if end == at or not words[at].is_capital:
        return False
    # the label is all that stands between the line's beginning, or another field, and the name
    label: list[str] = []
    for word in reversed(words[max(0, end - 6) : end]):
        if not word.is_word and word.text not in "'/":
            break
        if word.is_word:
            label.insert(0, word.folded)
        if " ".join(label) in lexicon()["fields"]:
            return True
    return False


def is_label(words: list[Token], at: int) -> bool:
    """Whether a field's label and its colon start at `at`."""
    colon = next((end for end in range(at + 1, min(at + 4, len(words))) if words[end].text == ":"), at)
    label = " ".join(word.folded for word in words[at:colon])
    # behind "Patient :" stands as often what ails him, so that it is a label and no name's field
    return label in lexicon()["fields"] or label == "patient"
