"""Learn the table of lemma exceptions: the treebank words that the spelling rules get wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from claimwire.annotate.lemma import Lemmatizer, by_rule
from training.corpora import GUM_GENRES, lines

HEADER = (
    "# word, part of speech, lemma; from the UD English EWT and GUM training treebanks (CC BY-SA 4.0; CC BY): see MODEL_CARD.md\n"
)
OPEN = frozenset({"NOUN", "VERB", "ADJ", "ADV", "AUX", "PRON", "DET", "PART", "ADP", "NUM", "SCONJ", "CCONJ", "INTJ"})


def gold(path: Path) -> Iterable[tuple[str, str, str]]:
    """Word, part of speech and lemma of a treebank's words, in lower case; only GUM's permitted genres."""
    wanted = True
    for line in lines(path):
        if line.startswith("# newdoc id = GUM_"):
            wanted = line.split("_")[1] in GUM_GENRES
        row = line.rstrip("\n").split("\t")
        if wanted and row[0].isdigit() and row[4] != "GW":
            yield row[1].lower().replace("’", "'"), row[3], row[2].lower()


IRREGULAR = Path(__file__).parent / "irregular_verbs.txt"


def regular(verb: str) -> tuple[str, ...]:
    """Forms that the verb has when it is regular; a doubled consonant is left to the spelling rules."""
    if verb.endswith("e"):
        return (verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s"), verb + "ed", verb + "ing")


def write(treebanks: Iterable[Path], out: Path) -> int:
    """Write the exceptions and return how many there are."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in treebanks:
        for word, upos, lemma in gold(path):
            counts[word, upos][lemma] += 1
    for verb in {lemma for (_, upos), lemmas in counts.items() if upos == "VERB" for lemma, n in lemmas.items() if n > 1}:
        for form in regular(verb) if verb.isalpha() else ():
            if (form, "VERB") not in counts:
                counts[form, "VERB"][verb] += 1
    for line in IRREGULAR.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            lemma, *forms = line.split()
            for form in forms:
                counts[form, "VERB"] = Counter({lemma: 1})
    rows = []
    for (word, upos), lemmas in sorted(counts.items()):
        lemma, times = max(lemmas.items(), key=lambda x: (x[1], x[0]))
        if upos in OPEN and lemma != by_rule(word, upos) and 2 * times > sum(lemmas.values()) and " " not in word + lemma:
            if upos == "NOUN" and lemma == word and times == 1:
                continue  # one writer's plural without a singular, or a slip
            rows.append(f"{word}\t{upos}\t{lemma}\n")
    out.write_text(HEADER + "".join(rows), encoding="utf-8")
    return len(rows)


def accuracy(treebank: Path, table: Path) -> float:
    """Share of words whose lemma is right, given the gold part of speech."""
    lemma = Lemmatizer(table)
    right = [lemma(word, upos) == wanted for word, upos, wanted in gold(treebank)]
    return sum(right) / len(right)
