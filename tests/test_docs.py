"""The documentation agrees with the program: commands, options, questions, links, targets, rules."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from mandategraph.cli import main
from mandategraph.extract.rules import TYPE_GROUPS, parse_rules
from mandategraph.languages.zh import language
from mandategraph.questions import load_questions
from mandategraph.read import read_document
from mandategraph.resources import resource

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of one kind, each with the name of its page."""
    for page in PAGES:
        for name, text in FENCE.findall(page.read_text("utf-8")):
            if name == kind:
                yield page.relative_to(ROOT).as_posix(), text


def commands() -> list[tuple[str, str]]:
    """Every command line that the pages show, each with the name of its page."""
    return [
        (page, line.removeprefix("$ "))
        for page, text in blocks("console")
        for line in text.split("\n")
        if line.startswith("$ ")
    ]


def own_words(line: str) -> list[str] | None:
    """What a command line gives to mandategraph, or None when it calls something else."""
    words = shlex.split(line.rpartition(" | ")[2])
    return words[1:] if words[0] == "mandategraph" else None


PROGRAM = [(page, line) for page, line in commands() if own_words(line) is not None]


def test_pages_show_commands() -> None:
    """There is something to check: README and how-to both show commands of the program."""
    assert {"README.md", "docs/how-to.md"} <= {page for page, _ in PROGRAM}


def help_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says of itself."""
    assert main([*words, "--help"]) == 0
    return capsys.readouterr().out


def command_names(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The commands that the program lists."""
    return set(re.findall(r"^  ([a-z]+)  ", help_of(capsys).partition("Commands:")[2], re.MULTILINE))


@pytest.mark.parametrize(("page", "line"), PROGRAM, ids=[line for _, line in PROGRAM])
def test_command_exists(page: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command that a page shows is one of the program's, with options of that command or question."""
    name, *words = own_words(line) or [""]
    assert name in command_names(capsys), page
    known = set(re.findall(r"--[a-z-]+", help_of(capsys, name)))
    if name == "ask" and words:
        questions = load_questions()
        assert words[0] in questions, page
        known |= {f"--{parameter.name}" for parameter in questions[words[0]].parameters}
    assert {word for word in words if word.startswith("--")} <= known, page


def test_every_command_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command of the program appears in docs/how-to.md, but for ``demo``, which has a make target."""
    shown = {words[0] for page, line in PROGRAM if page == "docs/how-to.md" and (words := own_words(line))}
    assert shown == command_names(capsys) - {"demo"}


def transcripts() -> list[tuple[str, str]]:
    """The command lines that a page shows with what they print."""
    parts = [part for _, text in blocks("console") for part in re.split(r"^\$ ", text, flags=re.MULTILINE)]
    split = [part.partition("\n") for part in parts]
    return [(line, printed) for line, _, printed in split if printed.strip()]


@pytest.fixture(scope="module")
def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the samples in ``graph``."""
    folder = tmp_path_factory.mktemp("transcripts")
    assert main(["build", str(resource("data/samples")), "--output", str(folder / "graph")]) == 0
    return folder


@pytest.mark.parametrize(("line", "printed"), transcripts(), ids=[line for line, _ in transcripts()])
def test_transcript_is_true(
    line: str,
    printed: str,
    samples_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a page shows under a command is what it prints on the graph of the samples, to the letter."""
    monkeypatch.chdir(samples_folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    capsys.readouterr()
    assert main(own_words(line)) == 0
    assert capsys.readouterr().out == printed


def test_every_make_target_exists() -> None:
    """A ``make`` command that a page shows is a target of the Makefile."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    shown = set(re.findall(r"(?:^\$ |`)make (\w+)", text, re.MULTILINE))
    assert {"demo", "test", "accuracy"} <= shown
    assert shown <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    """Every relative link and picture of a page is a file or folder of the repository."""
    text = FENCE.sub("", page.read_text("utf-8"))
    broken = [
        target
        for target in LINK.findall(text)
        if "://" not in target and not (page.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_every_question_is_listed() -> None:
    """The table of docs/how-to.md has one row for each question: name, summary and parameters."""
    expected = []
    for name, question in sorted(load_questions().items()):
        parameters = ", ".join(
            f"`--{parameter.name}`" + (" (needed)" if parameter.required else "")
            for parameter in question.parameters
            if parameter.name != "language"
        )
        expected.append(f"| `{name}` | {question.summary} | {parameters or 'none'} |")
    page = (ROOT / "docs/how-to.md").read_text("utf-8")
    assert re.findall(r"^\| `[a-z-]+` \| .* \|$", page, re.MULTILINE) == expected


def test_rules_of_the_pages_are_rules() -> None:
    """Each TOML block that defines a rule is read as one, with its examples."""
    shown = [(page, text) for page, text in blocks("toml") if "[[rule]]" in text]
    assert shown
    for page, text in shown:
        for rule in parse_rules(text, language(), page):
            assert rule.examples, page


def test_short_names_of_classes_are_listed() -> None:
    """docs/rules.md lists each name that stands for several classes, with those classes."""
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([A-Z][\w, ]+) \|$", page, re.MULTILINE))
    several = {
        name: ", ".join(sorted(classes)) for name, classes in TYPE_GROUPS.items() if 1 < len(classes) < 12
    }
    assert {name: rows.get(name) for name in several} == several


def test_quote_of_the_picture_stands_where_it_says() -> None:
    """The sentence, paragraph and characters that the picture shows are those of the sample that it names."""
    picture = (ROOT / "docs/picture.svg").read_text("utf-8")
    place = re.search(r"characters (\d+) to (\d+)", picture)
    assert place
    quote = "全球清洁技术创新方案由全球环境基金（环境基金）供资"
    assert f"“{quote}”" in picture
    document = read_document(resource("data/samples/MG-SAMPLE-5.zh.txt"))
    assert document.source[int(place[1]) : int(place[2])] == quote
    assert [passage.number for passage in document.passages if quote in passage.text] == ["6"]


def test_python_of_the_pages_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python blocks run from the root of the checkout and print something."""
    monkeypatch.chdir(ROOT)
    shown = list(blocks("python"))
    assert shown
    for page, text in shown:
        exec(compile(text, page, "exec"), {})  # noqa: S102
        assert capsys.readouterr().out.strip(), page
