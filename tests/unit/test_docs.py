"""The pages keep their word: examples run as written, links lead somewhere, generated pages are what the program says now."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MARKDOWN = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"), ROOT / "training/README.md"],
    key=lambda p: p.as_posix(),
)
_LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.M | re.S)


def _module(name: str) -> ModuleType:
    """Load a module of docs/, which is no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


examples = _module("page_examples")
generate = _module("generate")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[examples.Desk]:
    """One reader who follows the pages one after the other, in one folder."""
    yield examples.Desk(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize("name", examples.PAGES)
def test_every_example_runs_as_written(name: str, desk: examples.Desk) -> None:
    if name in examples.CLEAN:
        desk.clear()
    ran = 0
    for fence in examples.fences((ROOT / name).read_text(encoding="utf-8")):
        if fence.title:
            desk.save(fence)
        elif fence.language == "python":
            desk.python(fence)
            ran += 1
        elif fence.language == "console":
            for command in examples.commands(fence.body):
                outcome = desk.run(command)
                assert outcome.status == command.status, (
                    f"{name}: `{command.shown}` ended with {outcome.status}: {outcome.printed}"
                    "(an id that is gone: pick another with `claimwire claims`, then run python docs/generate.py)"
                )
                ran += 1
    assert ran, f"{name} has no example left: take it out of PAGES"


def test_no_page_outside_the_list_has_examples_that_nobody_runs() -> None:
    unlisted = [p for p in MARKDOWN if p.relative_to(ROOT).as_posix() not in examples.PAGES]
    shown = [
        p.name for p in unlisted for f in examples.fences(p.read_text(encoding="utf-8")) if f.language in {"console", "python"}
    ]
    assert shown == [], "add these pages to PAGES in docs/page_examples.py"


def test_the_army_denies_on_the_command_line_as_it_does_in_the_readme(desk: examples.Desk) -> None:
    shown = next(f.body for f in examples.fences((ROOT / "README.md").read_text(encoding="utf-8")) if f.language == "console")
    code, claims, explain = examples.commands(shown)
    desk.run(code)
    for printed in (shown, desk.run(claims).printed, desk.run(explain).printed):
        assert "[name:sona-brandt]" in printed
        assert "CT-" in printed


@pytest.mark.parametrize("page", generate.REFERENCE, ids=lambda p: p.name)
def test_a_generated_page_says_what_the_program_says_now(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == generate.REFERENCE[page](), f"{page.name} is stale: run python docs/generate.py"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for m in _LINK.finditer(_CODE.sub("", page.read_text(encoding="utf-8"))):
        target = (page.parent / m["path"]).resolve() if m["path"] else page
        assert target.exists(), f"{page.relative_to(ROOT)} links to {m['path']}, which does not exist"
        if m["anchor"]:
            assert m["anchor"] in _anchors(target), f"{page.relative_to(ROOT)}: {target.name} has no heading #{m['anchor']}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", h.lower()).strip()) for h in headings}


def test_every_page_has_a_place_in_the_navigation_and_every_place_a_page() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert set(_pages(site["nav"])) == {p.relative_to(ROOT / "docs").as_posix() for p in ROOT.glob("docs/**/*.md")}


def _pages(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _pages(item)


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.M)) <= targets
