"""The more general wording of one mention, in its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from primum.text import identity
from primum.text.circumstances import is_no_persons_age
from primum.text.generalise import replacement
from primum.text.grammar import language
from primum.text.mention import Kind, Mention
from primum.text.normalise import Normalised


def wider(text: str) -> str:
    """`text` with every mention in its general wording, however strongly it is said."""
    for wording in [replacement(text, one, language(text)) for one in reversed(identity.mentions(text))]:
        text = f"{text[: wording.start]}{wording.text}{text[wording.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mme K. a été opérée le 12/05/1998, 06 39 98 00 11", "opérée il y a quelques années"),
        ("Mrs K. was operated on 12 May 1998, 07700 900123", "operated some years ago"),
        ("Mme K. sera opérée le 14 décembre 2098, 06 39 98 00 11", "opérée bientôt"),
        ("Mme K., suivie depuis le 3 mars 1998, 06 39 98 00 11", "suivie depuis des années"),
        ("Mme K. du 12 mars au 15 mars chez nous, 06 39 98 00 11", "Mme X récemment chez nous"),
    ],
)
def test_a_date_says_whether_it_is_long_ago_or_to_come(text: str, said: str) -> None:
    assert said in wider(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sylvie Garnier est sous lithium, 06 39 98 00 11", "X est sous lithium"),
        ("Ma patiente est là, Sylvie Garnier, 06 39 98 00 11", "Mme X"),
        ("Mrs O'Brien in bay 3, 07700 900123", "Mrs X on the ward"),
        ("Mme d'Ornano, 06 39 98 00 11", "Mme X,"),
        ("Mme N'Diaye, 06 39 98 00 11", "Mme X,"),
        ("Mme D. 83 ans, 06 39 98 00 11", "Mme X octogénaire"),
    ],
)
def test_a_name_goes_whole_and_takes_no_gender_that_nothing_tells(text: str, said: str) -> None:
    assert said in wider(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ms Patel is 28 weeks, 07700 900123",
        "her CRP is 34 and Hb is 71, 07700 900123",
        "Mme K., H 48 de sa chirurgie, 06 39 98 00 11",
    ],
)
def test_a_value_is_no_age(text: str) -> None:
    assert not [finding for finding in identity.find(Normalised.of(text)) if finding.rule == "age"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("On a vu ça hier en HAD", "fr"),
        ("MRN 4417283 L knee", "en"),
        ("On Monday she had a fall", "en"),
        ("Vu hier, fièvre", "fr"),
    ],
)
def test_the_language_of_few_words(text: str, lang: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "Patiente septuagénaire vue dans une petite ville de l'Ouest",
        "Patient de plus de 80 ans, Mme X, vue récemment dans une ville du Nord",
        "Mrs X, in her seventies, in a small town in western France",
    ],
)
def test_its_own_wordings_are_not_warned_of(text: str) -> None:
    assert [text[one.start : one.end] for one in identity.find(Normalised.of(text)) if one.strength.rank > 0] == []


@pytest.mark.parametrize(
    "text",
    [
        "Facture F2025-0417 à régler",
        "Ticket GLPI n° 204518 toujours ouvert",
        "PHRC-24-0187 accepté",
        "Grant ANR-23-CE17-0042",
        "Pour rappel, année universitaire 2024-2025 : choix en septembre",
        "Appel à projets 2024-2025",
        "Rappel des seuils : 100 200 400 mg",
        "Call for papers 2025-2026",
        "car 1200 patients attendent",
    ],
)
def test_numbers_that_say_what_they_are_are_no_patient_s(text: str) -> None:
    assert not [one for one in identity.mentions(text) if one.detail != "relative"]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("Plaque 1234 XY 29, conductrice en état grave.", "1234 XY 29"),
        ("Reg: R452 KLM, patient fitted at the wheel.", "R452 KLM"),
        ("moto fz-482-kl, patient polytraumatisé", "fz-482-kl"),
    ],
)
def test_plates_as_they_are_typed(text: str, plate: str) -> None:
    assert plate in [text[one.start : one.end] for one in identity.find(Normalised.of(text)) if one.rule == "plate"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Doyenne de l'île, 102 ans", "très âgée"),
        ("92 ans, ancienne bergère, vit seule", "Très âgée"),
        ("M. Salou, 92 ans, vu avec la bergère", "très âgé,"),
        ("92 ans, vue par l'infirmière", "Très âgé,"),
    ],
)
def test_a_job_tells_the_gender_where_nothing_else_does(text: str, said: str) -> None:
    assert said in wider(text)


def said_of(text: str, passage: str, kind: Kind, detail: str = "") -> str:
    """`text` with one passage of it in its general wording, whether or not the rules read it so."""
    at = text.index(passage)
    wording = replacement(text, Mention(kind, at, at + len(passage), 0.9, detail), language(text))
    return f"{text[: wording.start]}{wording.text}{text[wording.end :]}"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Mr Lannurien, lit 4, anurie", "fr"),
        ("Mr Lannurien, ch 12, apyrexie", "fr"),
        ("Mr Lannurien, y a 3 litres, toujours sous 4 L", "fr"),
        ("Mr Lannurien décédé", "fr"),
        ("Mr Lannurien", "fr"),
        ("Rendue anapath, cs annulee, marges saines", "fr"),
        ("NHS number 485 777 3456, CT head", "en"),
        ("MRN 4417283, CT", "en"),
        ("Hip fracture, 88F, Hawes", "en"),
        ("BROWN, Peter, 78, NOF", "en"),
        ("Renal advice: 0115 969 1169", "en"),
        ("Sats 84, wheeze, peak flow 120", "en"),
        ("12/03, 4417", "fr"),
    ],
)
def test_the_language_of_a_handover(text: str, lang: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "J'ai suivi 20 ans M. et Mme Salou",
        "J'ai soigné 30 ans Mme Salou",
        "Mamie Suzanne, 15 ans que je la suivais",
        "Voilà 15 ans que Mme Salou vient",
        "Mme Salou fume 40 ans",
        "Mme Salou a attendu 2 ans sa prothèse",
        "M. et Mme Salou, mariés 50 ans",
        "Mme Salou a été 12 ans ma secrétaire",
        "I treated him 20 yrs, Mr Hawkes",
        "Mr Hawkes smoked 40 yrs",
    ],
)
def test_how_long_something_lasted_is_no_age(text: str) -> None:
    assert [one for one in identity.mentions(text) if one.kind is Kind.AGE] == []


def test_what_another_reader_takes_for_an_age_is_none_either() -> None:
    text = "I treated him 20 years"
    assert is_no_persons_age(text, Mention(Kind.AGE, 14, 22, 0.5, "20"))


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("La patiente 32 ans qui tient le camion", "32 ans"),
        ("Patient suivi ici, 72 ans, sous lithium", "72 ans"),
        ("Fumeur 72 ans, toux", "72 ans"),
        ("Femme mariée 50 ans, toux", "50 ans"),
        ("Une femme de 72 ans que je suis", "72 ans"),
        ("Passé 85 ans, elle tient encore la caisse", "85 ans"),
        ("I treated a 72yo man", "72yo"),
    ],
)
def test_an_age_beside_such_words_is_one(text: str, age: str) -> None:
    assert [text[one.start : one.end] for one in identity.mentions(text) if one.kind is Kind.AGE] == [age]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Our 102-year-old from Oban was seen", "Our elderly patient from"),
        ("Her 3-year-old, from Oban, was seen", "Her child, from"),
        ("The 19-year-old from Oban was seen", "The young patient from"),
        ("The 15-year-old who fell was seen", "The teenager who"),
        ("The 72-year-old's daughter was seen", "The elderly patient's daughter"),
        ("An 8-year-old, seen today", "A child, seen"),
        ("A 80-year-old with a cough", "An elderly patient with"),
        ("Two 19-year-olds from the club", "Two young patients from"),
        ("Both 3-year-olds at the party", "Both children at"),
        ("A 72-year-old man with a cough", "An elderly man with"),
        ("The 19-year-old nurse with a cough", "The young nurse with"),
        ("A 72yo retired man with a cough", "An elderly retired man with"),
        ("The 72yo with a cough", "The elderly patient with"),
        ("A 72F with a cough", "An elderly patient with"),
        ("She is 72 years old and at home", "She is in their seventies and"),
        ("Hip fracture, 88F, at home", "Hip fracture, in their eighties, at"),
    ],
)
def test_an_english_age_keeps_or_brings_its_noun(text: str, said: str) -> None:
    assert said in wider(text)


def test_an_age_in_months_is_an_adjective_too() -> None:
    assert said_of("She saw an 8-month-old boy", "8-month-old", Kind.AGE, "0") == "She saw a young boy"


@pytest.mark.parametrize(
    ("text", "job", "said"),
    [
        ("Doyenne de Belle-Île, AVC", "Doyenne", "Patiente de Belle-Île"),
        ("M. X, maire du village, AVC", "maire", "M. X, patient du village"),
        ("Postière qui ne sent plus rien", "Postière", "Patiente qui"),
        ("Trapéziste d'un cirque, trauma", "Trapéziste", "Patient d'un cirque"),
        ("Mme X, 54 ans, boulangère, toux", "boulangère", "54 ans, en activité, toux"),
        ("A 54-year-old shepherd from Oban", "shepherd", "A 54-year-old patient from"),
        ("A 54-year-old retired shepherd from Oban", "shepherd", "A 54-year-old retired patient from"),
        ("She is captain of the club", "captain", "She is patient of the club"),
        ("Mrs X, 54, shepherd, at home", "shepherd", "54, in work, at"),
        ("Mr X, 81, retired shepherd, at home", "shepherd", "81, retired, at"),
        ("Conductrice de bus, 54 ans", "Conductrice", "En activité, 54 ans"),
        ("une éleveuse de brebis qui tousse", "éleveuse", "Une patiente qui tousse"),
        ("championne de lancer de javelot, 95 ans", "championne", "En activité, 95 ans"),
        ("un rugbyman d'origine tongienne", "rugbyman", "Un patient d'origine tongienne"),
        ("le trapéziste de mardi va mieux", "trapéziste", "Un patient de mardi"),
        ("Il a vu mon infirmière hier", "infirmière", "vu ma patiente hier"),
        ("Mme X a quitté son boulanger hier", "boulanger", "quitté son patient hier"),
        ("Mme X a quitté l'accordeur hier", "accordeur", "quitté un patient hier"),
        ("Mme X a quitté son ancien patron hier", "patron", "quitté son retraité hier"),
        ("Il a vu mon ancienne institutrice hier", "institutrice", "vu ma retraitée hier"),
    ],
)
def test_a_job_agrees_with_what_stands_around(text: str, job: str, said: str) -> None:
    assert said in said_of(text, job, Kind.JOB, "rare")


@pytest.mark.parametrize(
    ("text", "job", "said"),
    [
        ("J'ai vu des pompiers brûlés", "pompiers", "vu des patients brûlés"),
        ("J'ai vu les pompiers brûlés", "pompiers", "vu les patients brûlés"),
        ("J'ai vu ces infirmières hier", "infirmières", "vu ces patientes hier"),
        ("J'ai vu deux pompiers hier", "pompiers", "vu deux patients hier"),
        ("J'ai vu 12 pompiers hier", "pompiers", "vu 12 patients hier"),
        ("Vu un couple d'agriculteurs hier", "agriculteurs", "un couple de patients hier"),
        ("Vu un couple de boulangers hier", "boulangers", "un couple de patients hier"),
        ("J'ai vu deux anciens mineurs hier", "mineurs", "vu deux retraités hier"),
        ("J'ai vu d'anciens mineurs hier", "mineurs", "vu de retraités hier"),
        ("Deux frères, pompiers, brûlés", "pompiers", "frères, en activité, brûlés"),
        ("Two firefighters with burns were seen", "firefighters", "Two patients with"),
        ("The lifeguards were seen today", "lifeguards", "The patients were"),
        ("A couple of trawlermen were seen", "trawlermen", "A couple of patients were"),
        ("Three retired miners were seen", "miners", "Three retired patients were"),
        ("Nuns with norovirus in the abbey", "Nuns", "Patients with"),
    ],
)
def test_several_who_have_a_job_stay_several(text: str, job: str, said: str) -> None:
    assert said in said_of(text, job, Kind.JOB, "rare")


@pytest.mark.parametrize(
    ("text", "room", "said"),
    [
        ("Mrs X in side room 2 is for palliative care", "side room 2", "Mrs X on the ward is"),
        ("Mrs X in side room 2 is for palliative care", "room 2", "Mrs X on the ward is"),
        ("The lady in the bay 3 has a fever", "bay 3", "The lady on the ward has"),
        ("Mrs X moved to bay 3 is for theatre", "bay 3", "Mrs X moved to the ward is"),
        ("The side room 2 has died", "side room 2", "A patient has died"),
        ("Bay 3 wants her tea", "Bay 3", "A patient wants"),
    ],
)
def test_a_room_behind_a_preposition_is_a_place(text: str, room: str, said: str) -> None:
    assert said in said_of(text, room, Kind.ROOM)


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("SALOU Denise, 12/3/41", "12/3/41", "Denise, il y a quelques années"),
        ("opérée le 8.9.52 chez nous", "8.9.52", "opérée il y a quelques années chez"),
        ("opérée le 12 mars 82 chez nous", "12 mars 82", "opérée il y a quelques années chez"),
        ("vue le 12-Mar-52 chez nous", "12-Mar-52", "vue il y a quelques années chez"),
        ("née le 8.9.52 chez nous", "8.9.52", "née dans les années 1950 chez"),
        ("she was seen on March 12, 82 with him", "March 12, 82", "seen some years ago with"),
        ("opérée le 12/03 chez nous", "12/03", "opérée récemment chez"),
        ("she was seen on March 12 with him", "March 12", "seen recently with"),
        (f"opérée le 12/03/{date.today():%y} chez nous", f"12/03/{date.today():%y}", "opérée récemment chez"),
        ("la visite de demain", "demain", "la visite à venir"),
        ("Visite de ce matin", "ce matin", "Visite de ces derniers temps"),
    ],
)
def test_a_year_of_two_digits_is_read(text: str, day: str, said: str) -> None:
    assert said in said_of(text, day, Kind.DATE)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Yvette G., vue hier", "Yvette G", "X, vue"),
        ("Vu avec Yvette G. hier", "Yvette G", "avec X hier"),
        ("Vu avec Yvette G.", "Yvette G", "avec X"),
        ("(Vu avec Yvette G.)", "Yvette G", "avec X)"),
        ("Mme D. 83 ans", "Mme D", "Mme X 83 ans"),
        ("Vu avec Yvette G. Elle va mieux", "Yvette G", "avec X. Elle"),
        ("Vu avec Yvette G. Elle va mieux", "Yvette G.", "avec X. Elle"),
        ("Vu Mme Salou. elle va mieux", "Mme Salou", "Mme X. elle"),
    ],
)
def test_the_stop_of_an_initial_goes_with_it(text: str, name: str, said: str) -> None:
    replaced = said_of(text, name, Kind.PERSON, "initials")
    assert said in replaced
    assert replaced.count(".") == said.count(".")


@pytest.mark.parametrize(
    ("text", "job", "said"),
    [
        ("My patient works as a baker in Truro", "baker", "My patient works in Truro"),
        ("Elle travaille comme plombière à Die", "plombière", "Elle travaille à Die"),
        ("il bossait comme grutier sur le port", "grutier", "il bossait sur le port"),
        ("She was treated as a baker would be", "baker", "She was treated as a patient would be"),
    ],
)
def test_nobody_works_as_a_patient(text: str, job: str, said: str) -> None:
    assert said_of(text, job, Kind.JOB, "common") == said


@pytest.mark.parametrize(
    "text",
    [
        "La cure de sevrage a échoué",
        "une cure de fer en HDJ",
        "Cure de hernie demain",
        "cette cure de jouvence",
    ],
)
def test_a_course_of_treatment_is_no_priest(text: str) -> None:
    assert [one for one in identity.mentions(text) if one.kind is Kind.JOB] == []


@pytest.mark.parametrize(
    "text", ["Le curé de Die a chuté", "le cure de Die a chuté", "La curé de Die", "Ancien cure, 80 ans"]
)
def test_a_priest_without_his_accent_is_one(text: str) -> None:
    assert [one for one in identity.mentions(text) if one.kind is Kind.JOB]


def test_a_former_office_goes_with_its_town() -> None:
    assert (
        wider("Mon patient, ancien maire de Die, sort")
        == "Mon patient, retraité d'une petite ville du Centre-Est, sort"
    )
