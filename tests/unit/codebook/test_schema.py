"""A codebook that is wrong is refused with file, key and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from books import HEALTH, SMALL

from claimwire.codebook import Codebook, load
from claimwire.errors import CodebookError

Read = Callable[[str], Codebook]


def test_lists_of_words_are_put_where_an_entry_names_them(read_book: Read) -> None:
    entry = read_book(SMALL).types["crop_burned"].lexicon[0]
    assert entry.anywhere == ("wheat", "barley", "maize", "harvest", "field", "orchard")


def test_the_digest_changes_with_the_file(read_book: Read) -> None:
    assert read_book(SMALL).digest != read_book(SMALL + "# a remark\n").digest


def test_the_example_codebook_is_sound(event_types: dict[str, tuple[str, ...]]) -> None:
    book = load(HEALTH, event_types=event_types)
    assert len(book.types) == 8
    assert all(len(t.examples) == 10 for t in book.types.values())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("examples:\n      - Rebels s", "exmples:\n      - Rebels s"), "exmples: unknown key; did you mean 'examples'?"),
        (("triggers: [burn,", "trigers: [burn,"), "types.crop_burned.lexicon.1.trigers: unknown key; did you mean 'triggers'?"),
        (("[$crop]", "[$crops]"), "types.crop_burned.lexicon.1.anywhere: no list '$crops' under `words`; did you mean 'crop'?"),
        (("triggers: [burn, set fire, torch]", "events: [ASAULT]"), "'ASAULT' is no event type; did you mean 'ASSAULT'?"),
        (("triggers: [burn, set fire, torch]", "events: [ASSAULT/arial]"), "ASSAULT has no mode 'arial'; did you mean 'aerial'?"),
        (("triggers: [burn, set fire, torch]\n", "weight: 0.9\n"), "types.crop_burned.lexicon.1: needs triggers or events"),
        (("definition: Crops are taken by force.\n", "name: Seized\n"), "types.crop_seized.definition: the key is missing"),
        (("codebook: harvest", "codebook: my harvest"), "codebook: 'my harvest' is no short name"),
        (("- Rebels burned a police car.", "- 1914"), "counter_examples.2: 1914 is no text; put it in quotation marks"),
        (("- Rebels burned a police car.", "- Raiders torched a farmer's harvest."), "the same sentence as types.crop_burned.ex"),
        (("[$crop]\n", "[$crop]\n        factuality: [CT]\n"), "factuality: 'CT' is none"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_key_and_a_remedy(read_book: Read, change: tuple[str, str], told: str) -> None:
    assert change[0] in SMALL
    with pytest.raises(CodebookError, match=r"book\.yaml: ") as caught:
        read_book(SMALL.replace(*change))
    assert told in str(caught.value)


def test_what_is_no_yaml_is_refused_with_its_line(read_book: Read) -> None:
    with pytest.raises(CodebookError, match=r"book\.yaml:\d+: not YAML"):
        read_book("codebook: a\ntypes: [\n")
    with pytest.raises(CodebookError, match="must be keys with values"):
        read_book("just words")


def test_a_codebook_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml", event_types={})
