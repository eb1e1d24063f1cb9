"""The command line as a person meets it: what is printed, what is refused, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.questiongraph import make_store

from mandategraph.cli import COMMANDS, main
from mandategraph.resources import resource

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("cli") / "graph")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("MANDATEGRAPH_GRAPH", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def _process(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "mandategraph", *map(str, arguments)]


def _environment() -> dict[str, str]:
    source = str(Path(__file__).parents[2] / "src")
    return os.environ | {"PYTHONPATH": source, "LC_ALL": "C.UTF-8"}


def test_help_loads_little() -> None:
    """The help of the whole names all commands and loads no RDF library, so it is quick."""
    code = (
        "import sys; from mandategraph.cli import main; main(['--help']);"
        "print([name for name in ('pyoxigraph', 'rdflib', 'rich', 'lxml') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment()
    )
    assert all(f"  {command} " in found.stdout for command in COMMANDS)
    assert found.stdout.endswith("[]\n")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_has_help(run: Run, command: str) -> None:
    """Each command says what it does and takes."""
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: mandategraph {command} ")
    assert len(out.splitlines()) > 5


def test_version(run: Run) -> None:
    """The version is one line."""
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("mandategraph ")


def test_the_graph_is_found(run: Run, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph is taken from the first word, the option, the environment, ./graph or the only graph."""
    expected = run("ask", graph, "members-of", "--group", "G10")
    assert expected[0] == 0
    assert "中国" in expected[1]
    question = ("members-of", "--group", "G10")
    assert run("ask", *question, "--graph", graph) == expected
    assert run("ask", "-g", graph, *question) == expected
    assert run("ask", "--format", "table", graph, *question) == expected
    monkeypatch.chdir(graph.parent)
    assert run("ask", *question) == expected
    monkeypatch.chdir(tmp_path)
    code, _, err = run("ask", *question)
    assert code == 2
    assert err.startswith("mandategraph: no graph in this folder: say --graph GRAPH")
    make_store(tmp_path / "one")
    assert run("ask", *question) == expected
    make_store(tmp_path / "two")
    code, _, err = run("ask", *question)
    assert (code, err.startswith("mandategraph: which graph? There are one, two:")) == (2, True)
    monkeypatch.setenv("MANDATEGRAPH_GRAPH", str(graph))
    assert run("ask", *question) == expected


def test_ask_lists_the_questions(run: Run) -> None:
    """Without a name the questions are listed, in the wanted language."""
    code, chinese, _ = run("ask")
    assert code == 0
    assert len(chinese.splitlines()) == 1 + len(list(resource("queries").glob("*.rq")))
    assert "一个组织的合作伙伴" in chinese
    assert "The partners of an organization" in run("ask", "--language", "en")[1]
    listed = json.loads(run("ask", "--format", "json")[1])
    assert {"name": "organization", "type": "entity", "required": True, "default": None} in [
        parameter
        for question in listed
        if question["name"] == "mandates-of"
        for parameter in question["parameters"]
    ]


def test_help_of_a_question(run: Run) -> None:
    """A question's help has its parameters and its example."""
    out = run("ask", "mandates-of", "--help")[1]
    assert "--organization ENTITY" in out
    assert "[required]" in out
    assert "mandategraph ask mandates-of --organization 工发组织" in out


def test_example_of_a_question(run: Run, graph: Path) -> None:
    """Without parameters the example is asked, and that is said beside the output."""
    code, out, err = run("ask", graph, "mandates-of")
    assert code == 0
    assert err == "mandategraph: no parameters given, so the question's example: --organization 工发组织\n"
    assert out == run("ask", graph, "mandates-of", "--organization", "UNIDO")[1]


def test_table_lines_up(run: Run, graph: Path) -> None:
    """Columns of a table begin at the same place, a Chinese character being two wide."""
    lines = run("ask", graph, "mandates-of", "--organization", "UNIDO")[1].splitlines()
    assert lines[0].split() == ["发布者", "行为", "对象", "任务", "期限", "原文", "文件", "段落"]
    places = set()
    for line in lines[1:]:
        before = line[: line.index("T/1")]
        places.add(sum(1 if character.isascii() else 2 for character in before))
    assert len(places) == 1


def test_answers_as_data(run: Run, graph: Path) -> None:
    """CSV, JSON and JSON lines hold the same rows, with the IRI of each entity."""
    question = ("ask", graph, "funders-of", "--programme", "绿色方案", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*question, "csv")[1])))
    lines = [json.loads(line) for line in run(*question, "jsonl")[1].splitlines()]
    whole = json.loads(run(*question, "json")[1])
    assert whole["question"] == "funders-of"
    assert whole["parameters"] == {"language": "zh", "programme": "绿色方案"}
    assert whole["rows"] == lines
    assert [line["amount"] for line in lines] == [500000.5, 1500000]
    assert [row["funder_iri"] for row in rows] == [line["funder"]["iri"] for line in lines]
    assert rows[1]["funder"] == "全球环境基金"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "{graph}", "mandate-of"), "there is no question 'mandate-of': did you mean mandates-of"),
        (
            ("ask", "{graph}", "mandates-of", "--organization", "工发织"),
            "the graph has no entity named '工发织'",
        ),
        (("ask", "{graph}", "mandates-of", "--about", "x"), "mandates-of needs organization"),
        (("ask", "{graph}", "mandates-of", "--organisation", "x"), "No such option"),
        (("ask", "missing", "mandates-of"), "there is no graph at missing"),
        (("ask", "{graph}", "events", "--format", "xml"), "Invalid value for '-f' / '--format'"),
        (("show", "{graph}", "无此名"), "the graph has no entity named '无此名'"),
        (("show", "{graph}", "0123456789abcdef"), "{graph} has no fact 0123456789abcdef"),
        (("show", "{graph}"), "no graph in this folder"),
        (("show", "a", "b", "c"), "expected [GRAPH] ENTITY|FACT, got 3 words"),
        (("remove", "{graph}", "T/9"), "the graph has no document 'T/9'"),
        (("export", "{graph}", "--to", "facts.xyz"), "'xyz' given for the export to facts.xyz"),
        (("query", "{graph}", "missing.rq"), "missing.rq cannot be read"),
        (("check", "{graph}", "--sources", "missing"), "missing: no such file or folder"),
        (("build", "missing"), "missing"),
        (("nonsense",), "No such command 'nonsense'"),
    ],
)
def test_refusals(
    run: Run,
    graph: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    """What cannot be done is refused in one line on stderr, with exit code 2 and nothing on stdout."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*(argument.replace("{graph}", str(graph)) for argument in arguments))
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("mandategraph: ")
    assert message.replace("{graph}", str(graph)) in err
    assert len(err.splitlines()) <= 1 + err.count("no parameters given")


def test_query_forms(run: Run, graph: Path, tmp_path: Path) -> None:
    """A query file answers by its form: rows, yes or no, triples."""
    file = tmp_path / "q.rq"
    file.write_text(
        "PREFIX select: <http://a/> # ASK\nSELECT (COUNT(*) AS ?n) { ?s ?p ?o }", encoding="utf-8"
    )
    code, out, _ = run("query", graph, file, "--format", "json")
    assert code == 0
    assert int(json.loads(out)["results"]["bindings"][0]["n"]["value"]) > 100
    file.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert run("query", graph, file)[1] == "true\n"
    file.write_text("DESCRIBE <http://metadata.un.org/sdg/9>", encoding="utf-8")
    turtle = run("query", graph, file)[1]
    assert turtle.startswith("@prefix mg:")
    assert "sdgo:Goal" in turtle
    assert len(run("query", graph, file, "--format", "ntriples")[1].splitlines()) == 6
    assert run("query", graph, file, "--format", "csv")[0] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { <http://a> <http://b> 1 }", "INSERT changes a graph; query only reads"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "asks another server with SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://localhost/> { ?s ?p ?o } }", "asks another server with SERVICE"),
        ("SELECT * { ?s ?p", "the query is not valid SPARQL"),
        ("what?", "this is no SPARQL query"),
    ],
)
def test_queries_that_are_refused(run: Run, graph: Path, tmp_path: Path, text: str, message: str) -> None:
    """A query that writes, reaches out or is malformed is refused in one line."""
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    code, out, err = run("query", graph, file)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_show(run: Run, graph: Path) -> None:
    """An entity is shown with a quote for each fact, a fact with all its evidence."""
    code, out, _ = run("show", graph, "UNIDO")
    assert code == 0
    assert out.startswith(
        "联合国工业发展组织\n  组织\n  https://w3id.org/mandategraph/id/organization/unido\n"
    )
    assert "“工发组织召集学习网络” — T/1, 16" in out
    more = next(line for line in out.splitlines() if "more: mandategraph show" in line)
    fact = more.rpartition(" ")[2]
    shown = run("show", graph, fact)[1]
    assert shown.count("“") == 3
    assert "en/partnerOf" in shown
    data = json.loads(run("show", graph, fact, "--format", "json")[1])
    assert [one["document"] for one in data["facts"][0]["evidence"]] == ["document/T/1"] * 2 + [
        "document/T/2"
    ]


def test_documents(run: Run, graph: Path) -> None:
    """Each edition is listed with its title, session, date and number of facts."""
    rows = list(csv.DictReader(io.StringIO(run("documents", graph, "--format", "csv")[1])))
    assert [(row["document"], row["language"], row["facts"]) for row in rows] == [
        ("T/1", "en", "2"),
        ("T/1", "zh", "27"),
        ("T/2", "zh", "7"),
    ]
    assert (rows[2]["title"], rows[2]["session"], rows[2]["date"]) == (
        "工业统计",
        "大会第一届会议",
        "2022-05-01",
    )


def test_export_and_remove(run: Run, tmp_path: Path) -> None:
    """What is exported has a line a fact; a removed document takes what only it said with it."""
    graph = make_store(tmp_path / "graph")
    code, _, err = run("export", graph, "--to", tmp_path / "facts.jsonl")
    assert (code, "wrote" in err) == (0, True)
    before = (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert run("remove", graph, "T/2")[:2] == (0, "removed T/2/zh\n")
    run("export", graph, "--to", tmp_path / "facts.jsonl")
    after = (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(before) - len(after) == 6
    assert run("remove", graph, "T/1", "--language", "en")[1] == "removed T/1/en\n"


def test_part_of_a_graph_is_exported(run: Run, tmp_path: Path) -> None:
    """The options of the command choose what is near, of which classes and predicates, since when, in which language."""
    from tests.networkgraph import make_store as make_network

    graph = make_network(tmp_path / "network")

    def labels(*options: str) -> set[str]:
        code, _, err = run("export", graph, "--to", tmp_path / "part.d3", "--format", "d3", *options)
        assert code == 0, err
        return {node["label"] for node in json.loads((tmp_path / "part.d3").read_text("utf-8"))["nodes"]}

    assert len(labels()) == 13
    assert labels("--around", "全球环境基金", "--depth", "1", "--language", "en") == {
        "Global Environment Facility", "Green Programme"
    }  # fmt: skip
    assert labels("--types", "Country") == {"中国", "日本"}
    assert labels("--predicates", "fundedBy") == {"全球环境基金", "绿色方案"}
    assert labels("--since", "2022", "--predicates", "leads") == {"联合国工业发展组织", "绿色方案"}
    assert labels("--until", "2021", "--predicates", "leads") == set()
    code, _, err = run("export", graph, "--to", tmp_path / "x.gexf", "--types", "Planet")
    assert (code, "no class 'Planet': valid are" in err, (tmp_path / "x.gexf").exists()) == (2, True, False)


def test_check(run: Run, graph: Path, tmp_path: Path) -> None:
    """A graph that conforms gives 0; one whose sources are not there gives 1 and names them."""
    code, out, _ = run("check", graph)
    assert (code, out.startswith("conforms: ")) == (0, True)
    code, out, _ = run("check", graph, "--sources", tmp_path, "--format", "json")
    found = json.loads(out)
    assert (code, found["conforms"], len(found["quotes"]["problems"])) == (1, True, 3)


def test_build(run: Run, tmp_path: Path) -> None:
    """A bad file among good ones is named and the exit code is 1; only bad files are refused with 2."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text("1. 工发组织与国际标准化组织合作。\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    code, out, err = run("build", folder, "--output", tmp_path / "g", "--workers", "1")
    assert code == 1
    assert [line.split()[0] for line in out.splitlines()] == ["new"]
    assert "empty.txt" in err
    assert "1 documents" in err.splitlines()[-1]
    assert run("build", folder / "good.txt", "-o", tmp_path / "g", "--workers", "1")[:1] == (0,)
    assert run("build", folder / "empty.txt", "-o", tmp_path / "h", "--workers", "1")[0] == 2
    assert not (tmp_path / "h").exists()


def test_reader_that_goes_away(graph: Path) -> None:
    """A pipe that is closed early stops the output quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    command = _process("export", graph, "--to", "-", "--format", "nq")
    found = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=_environment(), check=False)
    os.close(writer)
    assert (found.returncode, found.stderr) == (0, b"")


def test_interrupt(graph: Path) -> None:
    """Ctrl-C ends a command with 130 and no traceback."""
    command = _process("query", graph, "-")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as process:
        time.sleep(1.5)  # it waits for its query by then
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, b"")


def test_on_a_terminal(graph: Path) -> None:
    """On a terminal the answer is a drawn table that keeps to its width."""
    import pty

    leader, follower = pty.openpty()
    command = _process("ask", graph, "mandates-of", "--organization", "UNIDO")
    environment = _environment() | {"COLUMNS": "100", "TERM": "xterm"}
    found = subprocess.run(
        command, stdout=follower, stderr=follower, env=environment, check=False, timeout=30
    )
    os.close(follower)
    text = b""
    try:
        while part := os.read(leader, 65536):
            text += part
    except OSError:
        pass  # the terminal is closed when all has been read
    os.close(leader)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", text.decode()).replace("\r", "")
    assert found.returncode == 0
    assert "─" in shown
    assert "旧宣言请工发组织" in shown
    assert max(map(cell_len, shown.splitlines())) <= 100


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are those of Unix")
def test_terminal_shows_how_far_the_load_is(tmp_path: Path) -> None:
    """A first build tells a terminal what it loads at its end, and leaves the line empty; a file is told nothing of it."""
    command = _process("build", resource("data/samples/MG-SAMPLE-7.en.txt"), "--output", tmp_path / "g", "--workers", 1)
    ours, theirs = os.openpty()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, env=_environment(), check=True)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "loading what was read: 100%\r\x1b[K" in shown
    command[-3] = str(tmp_path / "h")
    assert "loading" not in subprocess.run(command, capture_output=True, text=True, env=_environment(), check=True).stderr
