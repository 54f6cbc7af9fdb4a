"""Sentences and words of reports, by what a reader would call a sentence."""

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.annotate.fused import unfused
from claimwire.annotate.segment import MAX_TOKENS, segment


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(text)]


def words(text: str) -> list[str]:
    return [text[a:b] for s in segment(text) for a, b in s.tokens]


@pytest.mark.parametrize(
    "sentence",
    [
        "Lt. Gen. Marat Ilyin said on Friday that the U.S. side had not replied.",
        "The column left at 6.40 a.m. on Dec. 6th and reached St. Elias by noon.",
        "J. R. Hartwell, a spokesman for Relief Int. in Geneva, called it No. 3 on the list.",
        "About 1.5 million people, 12.5 percent of them children, need help by Jan. 14.",
        "ZERBAN, Orland (Northline) — Two shells fell on the market, Dr. Selim Kora said.",
        "U.S. Secretary of Defense Owen Marsh met Brig. Gen. Talaat Omari near Ft. Hale.",
        "The dead were named as Sgt. 1st Class P. Novak and Spc. Lorne Whitby.",
        "Fighters of al-Rahma took Tell al-Eis, i.e. the hill and its village, vs. two other groups.",
        "The meeting is set for 10 a.m. (GMT) in the offices of Halden Corp. in the capital.",
        "He asked how many were left... and then hung up.",
        "“Why do you shell us?” Mayor Hana Doric asked on Tuesday.",
        "The team from Halden (U.K.) Hospital met Const. Ivo Brand at 10 a. m. Monday.",
        "The word “halt!” was heard twice before the shots.",
    ],
)
def test_abbreviations_initials_and_decimals_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They crossed into the U.S. The army denied it.", ["They crossed into the U.S.", "The army denied it."]),
        ("Shelling began at 3 a.m. Residents fled.", ["Shelling began at 3 a.m.", "Residents fled."]),
        ("Nine died in 2015. 30 people were hurt.", ["Nine died in 2015.", "30 people were hurt."]),
        (
            "Was it a mortar? No one knows! The crater is shallow.",
            ["Was it a mortar?", "No one knows!", "The crater is shallow."],
        ),
        ("Both sides said no. The truce held.", ["Both sides said no.", "The truce held."]),
        ("Rebels fled.The army moved in.", ["Rebels fled.", "The army moved in."]),
        ('He left the hill."We had orders" he said.', ["He left the hill.", '"We had orders" he said.']),
        ("Government forces withdrew. al-Noor brigade stayed.", ["Government forces withdrew.", "al-Noor brigade stayed."]),
        ("(Photo: Northline) Rescuers search a house.", ["(Photo: Northline)", "Rescuers search a house."]),
        ("It held until Dec. 6. Then it broke.", ["It held until Dec. 6.", "Then it broke."]),
        ("هل قُصفت المدينة؟ نعم، مرتين. وقال الناطق إنها كذبة.", ["هل قُصفت المدينة؟", "نعم، مرتين.", "وقال الناطق إنها كذبة."]),
    ],
)
def test_stops_end_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_each_sentence_inside_a_quotation_is_one_and_he_said_stays_with_the_last() -> None:
    text = 'Halim was angry. "They saw the flag. They fired anyway," he said. "We will answer." Nobody replied.'
    assert sentences(text) == [
        "Halim was angry.",
        '"They saw the flag.',
        'They fired anyway," he said.',
        '"We will answer."',
        "Nobody replied.",
    ]


def test_a_headline_and_a_sentence_that_ran_together_are_parted_at_the_date_between_them() -> None:
    text = (
        'Car bomb kills nine in Dorna monitor Northline Monday 5 May 2014 A car bomb killed nine. "It was huge" said a witness.'
    )
    assert sentences(text) == [
        "Car bomb kills nine in Dorna monitor Northline",
        "Monday 5 May 2014",
        "A car bomb killed nine.",
        '"It was huge" said a witness.',
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sun 22 Feb 2015 A bomber killed four people in Dorna.", ["Sun 22 Feb 2015", "A bomber killed four people in Dorna."]),
        ("Published July 5 2015 Jets struck the town of Dorna.", ["Published July 5 2015", "Jets struck the town of Dorna."]),
        ("Raids kill nine AFP Thursday 5 Feb 2015 At least nine people were killed.",
         ["Raids kill nine", "AFP Thursday 5 Feb 2015", "At least nine people were killed."]),
        ("The raid of Sunday 1 Feb 2015 Dornan forces denied.", ["The raid of Sunday 1 Feb 2015 Dornan forces denied."]),
        ("On Thursday, 5 February 2015, jets struck Dorna.", ["On Thursday, 5 February 2015, jets struck Dorna."]),
        ("5 February 2015 was the day of the raid.", ["5 February 2015 was the day of the raid."]),
    ],
)  # fmt: skip
def test_a_date_parts_sentences_only_where_no_word_ties_it_to_one(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_headline_bullets_and_list_headings_stand_alone() -> None:
    text = (
        "Truce bulletin for 4 March\n\nViolations by province:\n- Dorna: 3 cases of shelling\n- Kessab: 1 case\n"
        "1. The convoy was let through.\n2. Two trucks were turned back.\n•  Aid reached Tell Noor"
    )
    assert sentences(text) == [
        "Truce bulletin for 4 March",
        "Violations by province:",
        "- Dorna: 3 cases of shelling",
        "- Kessab: 1 case",
        "1. The convoy was let through.",
        "2. Two trucks were turned back.",
        "•  Aid reached Tell Noor",
    ]
    assert [s.paragraph for s in segment(text)] == list(range(7))


def test_hard_wrapped_lines_are_joined_and_their_headline_is_not() -> None:
    text = (
        "Army says it took the dam\n\n"
        "The army said on Sunday that its units had taken the dam north of Dorna\n"
        "after two days of fighting, and that the engineers were safe. Gen.\n"
        "Ramzi Tahan told reporters that eleven gunmen had been captured in the\n"
        "operation.\n\nA monitor could not confirm it.\n"
    )
    assert sentences(text) == [
        "Army says it took the dam",
        "The army said on Sunday that its units had taken the dam north of Dorna\n"
        "after two days of fighting, and that the engineers were safe.",
        "Gen.\nRamzi Tahan told reporters that eleven gunmen had been captured in the\noperation.",
        "A monitor could not confirm it.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "DORNA, 6 APR (NORTHLINE) -- THE ARMY DENIED TODAY THAT ITS GUNS HAD\nSHELLED THE MARKET, WHERE THREE TRADERS WERE "
        "KILLED ON TUESDAY BY TWO\nMORTAR ROUNDS THAT CAME FROM THE RIVER.",
        "قال رئيس البلدية إن ثلاثة تجار قتلوا في السوق يوم الثلاثاء حين سقطت\nقذيفتان "
        "أطلقتا من جهة النهر على المدينة القديمة "
        "ونفى الجيش أن تكون\nمدافعه قد أطلقت النار في ذلك اليوم.",
    ],
)
def test_hard_wrapped_lines_without_small_letters_are_joined_too(text: str) -> None:
    assert sentences(text) == [text]


def test_one_line_a_paragraph_is_never_joined() -> None:
    text = "Three killed in shelling of market\r\nCapital, 3 May\r\nThe mayor said three traders died.\r\nThe army denies it"
    assert len(sentences(text)) == 4


def test_a_sentence_that_never_ends_is_cut_after_a_semicolon() -> None:
    text = "; ".join(f"village number {n} was shelled" for n in range(200))
    found = segment(text)
    assert max(len(s.tokens) for s in found) <= MAX_TOKENS
    assert all(text[s.end - 1] == ";" for s in found[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syria's army doesn't, can't and we've", "Syria 's army does n't , ca n't and we 've"),
        ("Syria’s army didn’t, the rebels’ men", "Syria ’s army did n’t , the rebels ’ men"),
        ("the rebel-held town of Tell al-Eis", "the rebel - held town of Tell al - Eis"),
        ("an anti-tank missile and non-lethal aid", "an anti-tank missile and non-lethal aid"),
        ("1,200 men, 3.5 km at 12:30 on 9/11", "1,200 men , 3.5 km at 12:30 on 9/11"),
        ("Lt. Orr of the U.S. fired 5km off", "Lt. Orr of the U.S. fired 5 km off"),
        ("$5 or 50% of €3m", "$ 5 or 50 % of € 3 m"),
        ("see https://example.org/a?b=1, or a.b@example.org", "see https://example.org/a?b=1 , or a.b@example.org"),
        ("@dorna_now: shelling #Dorna", "@dorna_now : shelling #Dorna"),
        ("O'Rourke and Sha'lan", "O'Rourke and Sha'lan"),
        ("They didnt and cannot stop (yet).", "They did nt and can not stop ( yet ) ."),
        ("in the 1990s, the 82nd... fled", "in the 1990s , the 82nd ... fled"),
        ("“No,” he said—twice!!", "“ No , ” he said — twice !!"),
        ("قُصفت حلب، أمس", "قُصفت حلب ، أمس"),
        ("Zo\u0308e saw 👩‍🚒🔥", "Zo\u0308e saw 👩‍🚒 🔥"),
        ("It was led by the Sgt.", "It was led by the Sgt ."),
    ],
)
def test_words_are_cut_as_the_parser_learned_them(text: str, expected: str) -> None:
    assert words(text) == expected.split(" ")


@pytest.mark.parametrize(
    "text",
    [
        "shell " * 200_000,
        "." * 1_200_000,
        "a" * 1_200_000,
        "1,1" * 400_000,
        'He left." ' * 60_000,
        "\n" * 600_000 + "a-" * 250_000,
        "a.b." * 120_000,
        "(" * 250_000 + "'" * 250_000,
    ],
    ids=["words", "stops", "letters", "digits", "quotes", "hyphens", "dots", "brackets"],
)
def test_cost_grows_with_length_not_its_square(text: str) -> None:
    def cost(part: str) -> float:
        begin = time.process_time()
        segment(part)
        return time.process_time() - begin

    small = cost(text[-len(text) // 40 :])
    assert cost(text[-len(text) // 4 :]) < 60 * small + 1


PIECES = st.sampled_from(
    (
        *("The", " army", " shelled", " Lt.", " U.S.", ".", '."', " “", "”", "!", "?", "…", "\n", "\r\n", "\n\n", " al-Eis"),
        *("'s", " n't", "،", "؟", " حلب", "🔥", "👩\u200d🚒", "e\u0301", "\u200e", "\ufeff", "\x00", "\ud800", " 3.5", "\t"),
        *("- ", "1. ", " (", ")", "@a", "#b", "\u2028", "\x1c"),
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_character_is_lost_and_nothing_overlaps(text: str) -> None:
    covered = [False] * len(text)
    position = 0
    paragraph = 0
    for sentence in segment(text):
        assert position <= sentence.start < sentence.end <= len(text)
        assert paragraph <= sentence.paragraph
        position, paragraph = sentence.end, sentence.paragraph
        assert sentence.tokens[0][0] == sentence.start and sentence.tokens[-1][1] == sentence.end
        inside = sentence.start
        for a, b in sentence.tokens:
            assert inside <= a < b <= sentence.end
            assert not any(c.isspace() for c in text[a:b])
            inside = b
            covered[a:b] = [True] * (b - a)
    assert all(done or c.isspace() for done, c in zip(covered, text, strict=True))


@given(TEXTS)
def test_segmenting_twice_gives_the_same(text: str) -> None:
    assert segment(text) == segment(text)


def treebank(path: Path) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """Each sentence's raw text with the offsets of its gold words."""
    for block in gzip.decompress(path.read_bytes()).decode().split("\n\n"):
        lines = block.split("\n")
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        if text is None:
            continue
        gold, position = set(), 0
        for row in (line.split("\t") for line in lines if line[:1].isdigit()):
            if not row[0].isdigit():  # ranges of fused words and empty nodes
                continue
            found = text.find(row[1], position)
            if found < 0:
                break
            position = found + len(row[1])
            gold.add((found, position))
        yield text, gold


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "floor"),
    [("treebank_ewt/en_ewt-ud-dev.conllu.gz", 0.985), ("treebank_gum/en_gum_permissive-dev.conllu.gz", 0.995)],
)
def test_words_agree_with_the_treebanks(shared: Path, name: str, floor: float) -> None:
    common = total = 0
    for text, gold in treebank(shared / "data" / name):
        words = {token for sentence in segment(text) for token in sentence.tokens}
        common += len(words & gold)
        total += len(words) + len(gold)
    assert 2 * common / total > floor


@pytest.mark.shared
def test_sentences_agree_with_the_annotated_reports_but_for_those_inside_quotations(shared: Path) -> None:
    """The annotators kept a quotation of several sentences together, and a headline with what it ran into.

    Ours are parsed one by one, so those ends do not count.
    """
    common = total = 0
    for line in (shared / "data/claims/train.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        text, depth, inside = report["text"], False, set()
        for i, c in enumerate(text):
            depth = c == "“" or (depth and c != "”") if c != '"' else not depth
            if depth:
                inside.add(i + 1)
        gold = {end for _, end in report["sentences"]} - inside
        run_together = {end for a, b in report["sentences"] for _, end in unfused(text, a, b)} - gold
        ends = {s.end for s in segment(text)} - inside - run_together
        common += len(gold & ends)
        total += len(gold) + len(ends)
    assert 2 * common / total > 0.985
