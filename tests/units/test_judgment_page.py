"""A judgment as a page: everything is on it, strangers' words are words, and it needs nothing but itself."""

import re
import shutil
import subprocess
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from panarchy_rules.explanation.cures import bridge_lines
from panarchy_rules.explanation.headline import headline
from panarchy_rules.explanation.html import html
from panarchy_rules.explanation.markdown import markdown
from panarchy_rules.explanation.names import dated
from panarchy_rules.explanation.sentences import chain_text, order_text
from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT
from tests.support.command import panarchy

ROAD = Panarchy.load(ROOT / "examples/road")
VOID = {"meta", "br", "rect", "path"}


class _Reader(HTMLParser):
    """Reads a page: its elements, which must nest, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words(page: str) -> str:
    """What can be read on a page."""
    return " ".join("".join(_Reader(page).words).split())


@pytest.mark.parametrize("name", sorted(ROAD.disputes))
def test_orders_laws_chains_and_cures_are_on_the_page(name: str) -> None:
    """Decided or not."""
    judgment, names = ROAD.resolve(name), ROAD.names
    seen = words(html(ROAD.page(judgment)))

    assert dated(headline(judgment, names)) in seen
    assert all(order_text((order,), names) in seen for order in judgment.orders)
    for issue in judgment.issues:
        chains = [chain for law in issue.laws for chain in law.chains]
        assert all(f"may bind {names.person(chain.party)}" in seen for chain in chains)
        assert all(dated(chain_text(chain, names)) in seen for chain in chains)
        assert all(line in seen for line in bridge_lines(issue.bridges, names))
        assert all(" ".join(g.text.split()) in seen for answer in issue.answers for g in answer.grounds)
        assert all(names.fact(fact)[1:] in seen for fact in issue.lacking)


def test_the_rule_that_gives_an_amount_stands_beside_it_as_the_steps_do() -> None:
    """The grounds of an amount that steps change are these steps; what they begin with is law that decides, too."""
    world = Panarchy.load(ROOT / "examples/lamps")
    seen = words(html(world.page(world.resolve("lamps"))))

    assert "rule loss_suffered" in seen
    assert "step lost_profit" in seen


def test_what_a_party_agreed_on_with_somebody_else_is_not_drawn() -> None:
    """The clause in the contract of Praia and Lux binds nobody in her dispute with Lumen."""
    world = Panarchy.load(ROOT / "examples/lamps")

    assert "(entry 4)" not in html(world.page(world.resolve("lamps")))
    assert "(entry 4)" in html(world.page(world.resolve("clause_of_porto")))


def test_the_page_needs_nothing_else() -> None:
    """No script, no address, no other file."""
    page = html(ROAD.page(ROAD.resolve("b")))
    reader = _Reader(page)

    assert reader.open == []
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(reader.elements)
    assert not re.search(r"\b(href|src|srcset|action|data)=|@import|url\((?!#)", page)
    assert set(re.findall(r"https?://[^\"' <]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_route_that_was_taken_is_lit_and_no_other() -> None:
    """Both parties' submissions, and their codes' way to the bench."""
    page = html(ROAD.page(ROAD.resolve("b")))
    undecided = html(ROAD.page(ROAD.resolve("c")))

    assert page.count(' lit"') == 6
    assert undecided.count(' lit"') == 4  # The forum has been found.


def test_the_route_of_a_provider_begins_at_its_code() -> None:
    """A provider that is a party has joined nothing, and is bound by what it publishes."""
    xeer = Panarchy.load(ROOT / "examples/xeer")

    assert html(xeer.page(xeer.resolve("homicide"))).count(' lit"') == 4


def test_words_of_strangers_are_words() -> None:
    """Whatever they look like."""
    title = '</title><script>alert(1)</script> & "quoted" <b>'
    dispute = ROAD.disputes["b"].model_copy(update={"title": title})
    page = html(ROAD.page(ROAD.resolve(dispute)))

    assert "script" not in _Reader(page).elements
    assert title in words(page)


def test_markdown_says_the_same() -> None:
    """With the law as a block of code, and nothing that Markdown reads as its own."""
    judgment = ROAD.resolve("b")
    text = markdown(ROAD.page(judgment))

    assert text.startswith("# b: They belong to different codes")
    assert "- Ada pays Bo 30000 EUR (for the injury).\n" in text
    assert "    step victims_part of damages_for_injury" in text
    assert "<" not in re.sub(r"^    .*$|\\<", "", text, flags=re.MULTILINE)


def test_the_command_writes_one_page() -> None:
    """And not several on one."""
    one = panarchy("resolve", str(ROOT / "examples/road/disputes/b.toml"), "--format", "html")
    many = panarchy("resolve", str(ROOT / "examples/road"), "--format", "markdown")

    assert one.code == 0
    assert one.out.startswith("<!doctype html>")
    assert many.code == 2
    assert "here are 9 disputes" in many.err


BROWSER = shutil.which("chromium")


class _Seen(SimpleHTTPRequestHandler):
    """Serves a folder and keeps what was asked for."""

    asked: ClassVar[list[str]] = []

    def log_message(self, *words: object) -> None:  # noqa: ARG002
        self.asked.append(self.path)


@pytest.mark.skipif(BROWSER is None, reason="Debian's chromium is not installed")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_it_and_asks_for_nothing_more(width: int, tmp_path: Path) -> None:
    """At the width of a desk and of a phone nothing sticks out on the right."""
    assert BROWSER
    probe = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    page = html(ROAD.page(ROAD.resolve("f"))).replace("style-src", "script-src 'unsafe-inline'; style-src", 1)
    (tmp_path / "page.html").write_text(page.replace("</body>", probe), "utf-8")
    _Seen.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Seen, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        quiet = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
        command = [
            BROWSER,
            "--headless",
            "--no-sandbox",
            *quiet.split(),
            "--disable-sync",
            f"--window-size={width},900",
        ]
        command += [f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
        address = f"http://127.0.0.1:{server.server_port}/page.html"
        ran = subprocess.run([*command, address], capture_output=True, timeout=120, check=True)
        server.shutdown()
    title = re.search(r"<title>(\d+)</title>", ran.stdout.decode())

    assert title
    assert int(title[1]) <= max(width, 500)  # A headless window is never narrower.
    assert set(_Seen.asked) - {"/favicon.ico"} == {"/page.html"}
