"""Answers to reviews: what says something of the author's care is found, what an answer needs to say is not."""

from __future__ import annotations

import pytest

from primum.finding import Strength
from primum.text.check import TextChecker
from primum.text.normalise import Normalised
from primum.text.reviews import RULE, find

CLINICAL = """
Votre lombalgie ne justifiait pas d'arrêt de travail, je vous l'ai expliqué.
Je vous ai prescrit des antibiotiques pour votre angine et vous dites que je n'ai rien fait.
Vous étiez venue pour une ordonnance de Xanax que j'ai refusée.
Votre fille avait 39 de fièvre depuis deux jours, il fallait patienter.
La rhinoplastie que vous avez subie comporte des risques que nous avions évoqués.
Je n'allais pas vous donner de l'amoxicilline pour une rhinopharyngite virale.
La biopsie que nous avons faite a écarté un cancer, vous devriez être rassuré.
Votre molaire était trop abîmée, la dévitalisation s'imposait.
Suite à votre fausse couche, nous vous avons reçue sans rendez-vous.
You came in asking for opioids for your back pain and I declined.
Your son's rash was viral and did not need antibiotics.
""".strip().split("\n")

VAGUE = """
Votre traitement doit être pris avec régularité.
Vos résultats étaient normaux, il n'y avait pas lieu de vous rappeler.
L'opération s'est bien passée, la cicatrice que vous montrez est normale.
""".strip().split("\n")

NEUTRAL = """
J'entends que vous n'êtes pas satisfait, vous pouvez revenir si vous le souhaitez.
Bonjour, merci d'avoir pris le temps de laisser un avis. Nous sommes désolés pour l'attente.
Le secret médical m'interdit de répondre ici sur votre prise en charge. Vous pouvez joindre le secrétariat.
Tenu au secret professionnel, je ne peux commenter ni votre dossier médical ni votre traitement.
Nous regrettons que l'accueil téléphonique n'ait pas été à la hauteur de vos attentes.
Les tarifs sont affichés en salle d'attente ; l'assurance maladie les fixe, vous pouvez consulter son site.
La qualité de l'accueil est notre priorité, votre remarque est entendue et je m'en fais l'écho.
Suite à votre visite, nous avons vérifié nos disponibilités : la ligne était en dérangement.
Votre analyse de la situation nous paraît sévère, nous le regrettons.
Thank you for your feedback, we are sorry about the wait.
We cannot discuss anything about your care here because of confidentiality. Please call the practice.
""".strip().split("\n")


@pytest.mark.parametrize("text", CLINICAL)
def test_a_clinical_word_about_somebody_is_strong(text: str) -> None:
    assert Strength.STRONG in {finding.strength for finding in find(Normalised.of(text))}


@pytest.mark.parametrize("text", VAGUE)
def test_a_vague_word_about_the_authors_own_care_is_a_warning(text: str) -> None:
    assert {finding.strength for finding in find(Normalised.of(text))} == {Strength.WARN}


@pytest.mark.parametrize("text", NEUTRAL)
def test_what_an_answer_needs_to_say_stays_silent(text: str) -> None:
    assert find(Normalised.of(text)) == []


def test_a_clinical_word_about_nobody_is_a_warning() -> None:
    (finding,) = find(Normalised.of("Notre équipe assure le suivi du diabète."))
    assert finding.strength is Strength.WARN


def test_the_words_are_named_where_they_stand() -> None:
    text = "Bonjour,\u00a0désolé.\nL’arrêt de travail que vous demandiez pour votre tendinite 🩺 n’était pas justifié."
    found = find(Normalised.of(text))
    assert [text[one.start : one.end] for one in found] == ["arrêt de travail", "tendinite"]


@pytest.fixture(scope="module")
def checker() -> TextChecker:
    return TextChecker()


def test_elsewhere_the_same_words_are_none_of_this_rules_business(checker: TextChecker) -> None:
    text = "Un avis sur une lombalgie chez un adulte, antibiotiques ou non ?"
    rules = {answers: {one.rule for one in checker.check(text, answers_review=answers)} for answers in (False, True)}
    assert RULE in rules[True]
    assert RULE not in rules[False]
