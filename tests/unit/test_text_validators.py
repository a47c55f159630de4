"""Identifiers with a fixed form are found in every usual writing, and look-alikes are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.fr import nir

from primum.finding import Strength
from primum.text import identity
from primum.text.normalise import Normalised
from primum.text.online import emails, online
from primum.text.validators import unlabelled_numbers


def found(text: str) -> list[tuple[str, str, Strength]]:
    return [(f.rule, text[f.start : f.end], f.strength) for f in identity.find(Normalised.of(text))]


def rules(text: str) -> list[str]:
    return [rule for rule, _, _ in found(text)]


def with_key(first_thirteen: str) -> str:
    return first_thirteen + nir.calc_check_digits(first_thirteen)


NIRS = [with_key(n) for n in ("1490175056123", "2850699352001", "2530720073004", "253072B073004", "153072A073004")]


@pytest.mark.parametrize("number", NIRS)
@pytest.mark.parametrize("separator", ["", " ", ".", "\u00a0", "-"])
def test_finds_a_nir_by_its_key(number: str, separator: str) -> None:
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    written = separator.join(number[a:b] for a, b in pairwise(cuts))
    assert found(f"vu hier, {written}, merci") == [("nir", written, Strength.STRONG)]


@pytest.mark.parametrize("number", NIRS)
def test_a_wrong_key_needs_a_word_beside_it_and_is_weaker(number: str) -> None:
    wrong = number[:13] + f"{(int(number[13:]) % 97) + 1:02d}"
    assert found(f"référence {wrong} merci") == []
    assert found(f"son numéro de sécu {wrong} merci") == [("nir", wrong, Strength.WARN)]


def test_every_single_wrong_digit_breaks_the_key() -> None:
    number = NIRS[0]
    for at in range(1, 15):
        for digit in "0123456789":
            changed = number[:at] + digit + number[at + 1 :]
            if digit != number[at]:
                assert "strong" not in [strength for _, _, strength in found(f"ref {changed} ok")]


@pytest.mark.parametrize(
    "number",
    [
        *["06 12 34 56 78", "06.12.34.56.78", "0612345678", "06-12-34-56-78", "06\u00a012\u00a034\u00a056\u00a078"],
        *["+33 6 12 34 56 78", "+33(0)6 12 34 56 78", "0033612345678", "01 23 45 67 89", "06 39 98 14 52"],
        *[
            "0262 12 34 56",
            "0692 12 34 56",
            "+262 692 12 34 56",
            "+44 7700 900218",
            "+32 470 12 34 56",
            "+1 212 555 0178",
        ],
    ],
)
def test_finds_phone_numbers(number: str) -> None:
    assert found(f"Le tel de la fille du patient : {number}.") == [("phone", number, Strength.STRONG)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "Sa fille répond au zéro six trente-neuf quatre-vingt-dix-huit douze quarante et un.",
            "zéro six trente-neuf quatre-vingt-dix-huit douze quarante et un",
        ),
        ("la rappeler : zero six, 39, 98, soixante douze, dix sept", "zero six, 39, 98, soixante douze, dix sept"),
        (
            "His wife is on oh seven seven double oh nine hundred one two three",
            "oh seven seven double oh nine hundred one two three",
        ),
        (
            "le patient est au plus trente-trois six trente-neuf quatre-vingt-dix-huit onze vingt-deux",
            "plus trente-trois six trente-neuf quatre-vingt-dix-huit onze vingt-deux",
        ),
    ],
)
def test_finds_phone_numbers_that_are_spelt_out(text: str, number: str) -> None:
    assert [shown for rule, shown, _ in found(text) if rule == "phone"] == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tel de la voisine qui a les clés 06 3 9 9 8 0 4 1 1, elle finit à 14h", "06 3 9 9 8 0 4 1 1"),
        ("Elle est au 06-39.98-15-3 3 mais pas entre midi et deux", "06-39.98-15-3 3"),
        ("could someone ring Bronagh on 07 700 9 00 18 8, her swab is positive", "07 700 9 00 18 8"),
        ("K 4,1, lignes 0 1 2 3 4 5 6 7 8 9 du tableau", None),
        ("La réunion est au 06 12 2024 30 minutes plus tard", None),
    ],
)
def test_finds_phone_numbers_typed_as_they_were_dictated(text: str, number: str | None) -> None:
    assert [shown for rule, shown, _ in found(text) if rule == "phone"] == ([number] if number else [])


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Le labo est au 02 40 08 33 33.", Strength.HINT),
        ("Avis dermato : 02 40 08 31 31", Strength.HINT),
        ("Switchboard is 01872 250000, ask for the on-call surgeon.", Strength.HINT),
        ("Le labo demande de rappeler Mme Salou au 06 39 98 12 12", Strength.STRONG),
        ("Ring his wife, the ward is worried, 07700 900123", Strength.STRONG),
        ("Réa : la famille est au 06 39 98 12 12", Strength.STRONG),
    ],
)
def test_the_number_of_a_service_is_only_hinted_at(text: str, strength: Strength) -> None:
    assert [said for rule, _, said in found(text) if rule == "phone"] == [strength]


@pytest.mark.parametrize(
    "text",
    [
        "Mon numéro RPPS c'est le 10101234567",
        "facture d'électricité, n° de client 4410982231",
        "SIRET de l'asso : 81234567800012",
    ],
)
def test_a_number_of_something_else_is_nobodys_some_words_on(text: str) -> None:
    assert rules(text) == []


def test_the_page_of_an_appeal_for_money_is_a_link_without_its_beginning() -> None:
    text = "La cagnotte de la famille est là : pourmalo.example.org. Merci pour eux, et voir ameli.fr"
    assert [text[m.start : m.end] for m in online(text)] == ["pourmalo.example.org"]


@pytest.mark.parametrize(
    "text",
    [
        "Zéro un deux trois quatre cinq six, on respire",
        "zéro six patients ce matin, deux lits, trois gardes, quatre cafés",
        "de zéro à quatorze ans, dix sur dix",
        "plus dix mille vingt-deux euros et soixante-quatre centimes",
        "oh seven years old already, one two three and she is off",
    ],
)
def test_counting_is_no_phone_number(text: str) -> None:
    assert "phone" not in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "elle ne répond pas, she said ring 07700 900461 now",
        "call her back on 212-555-0178",
        "call his wife (555) 555-0137",
        "text her at 555-0193",
    ],
)
def test_finds_foreign_numbers_by_the_word_beside_them(text: str) -> None:
    assert rules(text) == ["phone"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sa fille est joignable au 06 12 34 56 78 24h/24", "06 12 34 56 78"),
        ("Patient joignable au 06 12 34 56 78 7j/7", "06 12 34 56 78"),
        ("Sa mère au 0612345678 24 heures sur 24", "0612345678"),
        ("Sa mère : 06 12 34 56 78 12 rue des Lilas", "06 12 34 56 78"),
    ],
)
def test_hours_and_streets_beside_a_number_make_no_table_of_it(text: str, number: str) -> None:
    assert ("phone", number, Strength.STRONG) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "Appelez le 15, le 17, le 18 ou le 112.",
            "Idées noires : le 3114, jour et nuit.",
            "Violences : 3919. Enfance : 119.",
        ],
        *[
            "En Nouvelle-Calédonie, le 988. Sourds : 114. Samu social : 115.",
            "Garde : 116 117. Centre : 0 800 23 13 13.",
        ],
        *["Tabac info service : 39 89", "Appelez le 0 825 811 411", "Call 911 or 999, the Samaritans on 116 123"],
    ],
)
def test_leaves_service_numbers_alone(text: str) -> None:
    assert found("Une patiente en détresse. " + text) == []


@pytest.mark.parametrize(
    "text",
    [
        *[
            "FC 110 TA 95/60, sat 97 %",
            "HR 110 BP 90/60",
            "amoxicilline 1 g x 3/j 7 jours",
            "TA 14/8, FC 80, SpO2 96 %",
            "TA 120/80 puis 135/85",
            "PA 12/7 FC 72",
        ],
        *[
            "INR 2,5 puis 3.1, créat 112 µmol/L",
            "troponine 1200 puis 4500 ng/L",
            "D-dimères 3 450",
            "score de Glasgow 15/15",
        ],
        *[
            "Apgar 4-8-10, né à 34+2 SA",
            "dépistage de 50 à 74 ans, tous les 2 ans",
            "enveloppe de 12 500 000 euros en 2023",
        ],
        *[
            "Weda 3.11.2, iOS 17.4.1, CCAM 71.01",
            "IPP 40 mg pendant 8 semaines",
            "IPP 20 mg x 2/j",
            "PMID 31234567, doi 10.1056/2034",
        ],
        *["RPPS 10001234567 sur l'ordonnance", "N = 12 345 patients, p < 0,001", "lot 7K2201, AMM 34009 300 123 4 5"],
        *[
            "FEVG 45 % et gradient 40 mmHg",
            "G3P2, 38 SA, BCF 140",
            "de 01 02 03 04 05 06 07 08 09 10 à la fin",
            "10/10 aux deux yeux",
        ],
        *[
            "metformine 1000-1000-0",
            "L4-L5, C5-C6, T12",
            "1/2 cp matin et soir",
            "2/3 des patients, 1/4 des lits",
            "dossier 2024 complet",
        ],
        *[
            "ECG : QT 480 ms, QRS 120",
            "le patient pèse 82,5 kg pour 1,78 m",
            "7e séance sur 10",
            "CRP 250, leuco 18 000, plaquettes 450 000",
        ],
        *[
            "B12 150, B9 4.5, ferritine 12",
            "potassium 6.8, glycémie 1.26 g/L",
            "en 1998 puis 2003-2005",
            "ouvert 8h30-12h et 14h-19h",
        ],
        *[
            "5-FU 400 mg/m2 J1-J2",
            "GCS 3, RASS -4, SOFA 11",
            "version du 10.2",
            "12-15 % de perte",
            "ratio 1:1:1, dilution 1/1000",
        ],
    ],
)
def test_leaves_clinical_numbers_alone(text: str) -> None:
    assert found("Chez cette patiente : " + text) == []


def unlabelled(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in unlabelled_numbers(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("numéro de dossier UDAF T-08-3391, décision à prendre", "T-08-3391"),
        ("le dossier PSY/1142 a été consulté", "PSY/1142"),
        ("case ref SC/19/0882, the social worker wrote", "SC/19/0882"),
        ("tube de 19h42, étiquette JX-0094-7, hémolysé", "JX-0094-7"),
        ("étudiant n° 21804477, en réanimation", "21804477"),
        ("N° de bon transport 000 84 120 perdu", "000 84 120"),
        ("n° allocataire 4 418 067 R sur une enveloppe", "4 418 067 R"),
    ],
)
def test_sees_a_number_of_a_file_without_its_label(text: str, code: str) -> None:
    assert unlabelled(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19, SARS-CoV-2, CIM-10 et DSM-5",
        "article R4127-13 du code, L1110-4 aussi",
        "hernie L5-S1, cure J1-J3, HLA-B27 positif",
        "le n° 2 du JAMA, le n° 12 de la revue, promotion n° 2024",
        "CA 15-3 et CA 125, CHA2DS2-VASc à 4",
        "loi 2016-41, décret 2021-1131",
        "n° 12 rue des Lilas, TA 140/90-80",
    ],
)
def test_leaves_names_of_diseases_laws_and_scores(text: str) -> None:
    assert unlabelled(text) == []


def test_a_number_that_nothing_labels_is_not_said_by_its_form_alone() -> None:
    assert rules("Ma patiente, tube de 19h42, étiquette JX-0094-7.") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IPP 8004217, K+ à 6,1", "8004217"),
        ("IPP : 300 457 118, merci", "300 457 118"),
        ("NIP 100284417 svp", "100284417"),
        ("dossier TLS-0094582 au secrétariat", "TLS-0094582"),
        ("dossier n° 22-10457 à supprimer", "22-10457"),
        ("le n° de dossier est 4455667", "4455667"),
        ("numéro de séjour 240117734", "240117734"),
        ("MRN 4471902 please look", "4471902"),
        ("hosp no R2290417, potassium 6.8", "R2290417"),
        ("NHS no 943 476 0000 asks", "943 476 0000"),
        ("SSN on the sheet reads 078-05-1120", "078-05-1120"),
        ("bracelet n° 0077142 retrouvé", "0077142"),
    ],
)
def test_finds_record_numbers_by_their_label(text: str, code: str) -> None:
    assert found(text) == [("patient_number", code, Strength.STRONG)]


@pytest.mark.parametrize(
    "address",
    ["nath.rochette@webmail.example", "r.j.thistlewood@post.example", "a+b@c-d.fr", "famille_d@asso.asso.org"],
)
def test_finds_email_addresses(address: str) -> None:
    assert found(f"La maman ({address}), demande") == [("email", address, Strength.STRONG)]
    assert found(f"écrire à la patiente {address}.") == [("email", address, Strength.STRONG)]


@pytest.mark.parametrize("text", ["@chu_caen merci", "RDV @ 14h", "a@b", "@@@", "x@.fr", "@ a.fr"])
def test_leaves_handles_and_lone_at_signs_to_others(text: str) -> None:
    assert "email" not in rules(text)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Secrétariat 01 99 00 14 52, le CH recrute un urgentiste.", Strength.HINT),
        ("Formation écho, inscriptions 03 53 01 77 40", Strength.HINT),
        ("Patiente perdue de vue, le CH recrute, 01 99 00 14 52", Strength.STRONG),
    ],
)
def test_a_public_announcement_is_only_a_hint(text: str, strength: Strength) -> None:
    assert [(rule, s) for rule, _, s in found(text)] == [("phone", strength)]


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Email me for the slides: s.hartley@post.example", Strength.HINT),
        ("Vous pouvez m’écrire à j.lefort@webmail.example", Strength.HINT),
        ("Her email is s.hartley@post.example if anyone wants to reach her", Strength.STRONG),
        ("Son mail : n.ferrand@webmail.example, elle veut m’écrire ses résultats", Strength.STRONG),
    ],
)
def test_the_author_s_own_address_is_only_a_hint(text: str, strength: Strength) -> None:
    assert ("email", strength) in [(rule, s) for rule, _, s in found(text)]


@pytest.mark.parametrize(
    ("address", "strength"),
    [
        ("support@logiciel.example", Strength.HINT),
        ("Secrétariat.uro@hopital.example", Strength.HINT),
        ("tele-derm@cabinet.example", Strength.HINT),
        ("imprimante3@hopital.example", Strength.HINT),
        ("dr.vaillant@cabinet.example", Strength.HINT),
        ("drapeau.noir@boite.example", Strength.STRONG),
        ("supporter75@boite.example", Strength.STRONG),
        ("a.labo@boite.example", Strength.STRONG),
    ],
)
def test_an_office_s_address_is_only_a_hint(address: str, strength: Strength) -> None:
    assert ("email", address, strength) in found(f"Le patient a écrit à {address} hier soir")


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet=st.sampled_from("0123456789 .-/()+@aé\u00a0\u200bIPNn°é:\n"), max_size=120))
def test_spans_slice_whatever_is_typed(text: str) -> None:
    for finding in identity.find(Normalised.of(text)):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("side", ["L", "R"])
def test_the_side_of_a_limb_is_no_unit_of_a_record_number(side: str) -> None:
    assert ("patient_number", "4417283", Strength.STRONG) in found(f"MRN 4417283 {side} knee effusion, my patient")


def test_a_plate_is_still_one() -> None:
    assert ("plate", "AB 123 CD", Strength.STRONG) in found("La voiture de la patiente, AB 123 CD, bloque le passage")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to bereaved.hendry (at) example (dot) org", "bereaved.hendry (at) example (dot) org"),
        (
            "écrivez à romane (point) vial (arobase) example (point) org",
            "romane (point) vial (arobase) example (point) org",
        ),
        ("mum, mo_and_bex at example dot org", "mo_and_bex at example dot org"),
        ("annick.v.lit chez example.org", "annick.v.lit chez example.org"),
        ("je suis chez orange.fr depuis dix ans", None),
        ("I work at example.com now", None),
    ],
)
def test_an_address_that_is_hidden_from_machines_is_one(text: str, address: str | None) -> None:
    found = [text[one.start : one.end] for one in emails(text)]
    assert found == ([address] if address else [])


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("c'est snap : yass_du_13 qui m'a répondu pour ses résultats", "yass_du_13"),
        ("marius.petit83 sur twitch s'est scarifié en direct", "marius.petit83"),
        ("my patient's username is DaisyRoo1981", "DaisyRoo1981"),
        ("je suis sur Facebook depuis 2012", None),
        ("covid19 sur twitter, MS365 on Facebook, tiktok du 13 mars, twitter 2.0", None),
    ],
)
def test_an_account_is_seen_without_its_sign_beside_its_network(text: str, account: str | None) -> None:
    assert [text[m.start : m.end] for m in online(text)] == ([account] if account else [])
