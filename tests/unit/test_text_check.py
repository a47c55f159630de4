"""A text is checked as a whole, with the real models."""

from __future__ import annotations

import pytest

from primum.finding import Family, Strength, TextFinding
from primum.text.check import FINDINGS_LIMIT, TEXT_LIMIT, CancelledError, TextChecker, TextTooLongError, merged


@pytest.fixture(scope="module")
def checker() -> TextChecker:
    return TextChecker()


def test_another_language_still_has_its_identifiers_checked(checker: TextChecker) -> None:
    text = "Die Patientin ist erreichbar unter +49 30 901820"
    assert [finding.rule for finding in checker.check(text, "de") if finding.family is Family.IDENTITY] == ["phone"]


def test_a_text_that_is_too_long_is_said_without_its_words(checker: TextChecker) -> None:
    with pytest.raises(TextTooLongError, match=str(TEXT_LIMIT)) as caught:
        checker.check("secret " * TEXT_LIMIT)
    assert "secret" not in str(caught.value)


def test_the_longest_text_is_checked(checker: TextChecker) -> None:
    findings = checker.check(("Tel de la patiente : 06 12 34 56 78. " * TEXT_LIMIT)[:TEXT_LIMIT])
    assert 0 < len(findings) <= FINDINGS_LIMIT


def test_gives_up_when_nobody_waits(checker: TextChecker) -> None:
    with pytest.raises(CancelledError):
        checker.check("Quand les seins tombent, je refuse la consultation", cancelled=lambda: True)


def finding(rule: str, strength: Strength, start: int, end: int, score: float = 0.9) -> TextFinding:
    return TextFinding(rule, strength, start, end, score)


def test_a_finding_inside_a_stronger_one_of_its_family_is_dropped() -> None:
    outer = finding("patient_number", Strength.STRONG, 0, 30)
    assert merged([finding("date", Strength.HINT, 3, 10), outer]) == [outer]


def test_a_stronger_finding_inside_a_weaker_one_stays() -> None:
    outer, inner = finding("date", Strength.HINT, 0, 30), finding("phone", Strength.STRONG, 3, 17)
    assert merged([outer, inner]) == [inner, outer]


def test_families_do_not_hide_each_other() -> None:
    remark, phone = finding("body", Strength.STRONG, 0, 30, 1.0), finding("phone", Strength.STRONG, 3, 17)
    assert merged([phone, remark]) == [remark, phone]


def test_the_strongest_come_first_then_the_place() -> None:
    late, early = finding("nir", Strength.STRONG, 20, 35), finding("email", Strength.STRONG, 0, 9)
    hint = finding("date", Strength.HINT, 10, 15)
    assert merged([late, hint, early]) == [early, late, hint]


def test_a_long_list_keeps_its_strongest() -> None:
    hints = [finding("date", Strength.HINT, 10 * i, 10 * i + 5) for i in range(50)]
    strong = finding("nir", Strength.STRONG, 600, 615)
    kept = merged([*hints, strong])
    assert kept[0] == strong
    assert len(kept) == FINDINGS_LIMIT


@pytest.mark.parametrize(
    "text",
    [
        "Mon numéro RPPS c'est le 10101234567, pourquoi le portail ne le reconnaît pas ?",
        "Le petit déj est servi en salle de pause.",
    ],
)
def test_a_label_and_a_scrap_of_a_word_overrule_the_encoder(text: str, checker: TextChecker) -> None:
    assert [one.rule for one in checker.check(text) if one.family is Family.IDENTITY] == []
