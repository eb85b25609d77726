"""Write a document as one HTML page that needs nothing else: no network, no script, no other file."""

from collections.abc import Iterator
from html import escape
from typing import assert_never

from panarchy_rules.explanation.document import (
    Beside,
    Block,
    Document,
    Fold,
    LawText,
    Lines,
    Paragraph,
    Picture,
    Section,
    Table,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PAGE = """
:root { color-scheme: light }
body { margin: 0 auto; max-width: 60rem; padding: 1rem .2rem 4rem }
@media print { body { max-width: none; padding: 0 } }
"""
# Every selector is told apart from those of a page around by the class that stands before it.
_STYLE = """
.panarchy { padding: .5rem .8rem; color: #1b1f24; background: #fff; font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: anywhere }
.panarchy h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem }
.panarchy h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #d0d7de }
.panarchy h3, .panarchy h4 { font-size: 1rem; margin: 1.2rem 0 .3rem }
.panarchy p { margin: .5rem 0 }
.panarchy ul, .panarchy ol { margin: .4rem 0; padding-left: 1.5rem }
.panarchy .status { display: inline-block; padding: .2rem .7rem; border-radius: .5rem; font-weight: 600;
  background: #fff8c5; border: 1px solid #9a6700 }
.panarchy .status.decided { background: #dafbe1; border-color: #1a7f37 }
.panarchy .beside { display: grid; grid-template-columns: 1fr 1fr; gap: 1.2rem; margin: .8rem 0 }
.panarchy .beside > div { min-width: 0 }
.panarchy figure { margin: .6rem 0 }
.panarchy figcaption { font-size: .85rem; color: #424a53 }
.panarchy pre { margin: .2rem 0; padding: .7rem; background: #f6f8fa; border-left: 3px solid #0969da;
  white-space: pre-wrap; font: .85rem/1.5 ui-monospace, monospace; color: inherit }
.panarchy details { margin: .4rem 0; padding: .3rem .7rem; border: 1px solid #d0d7de; border-radius: .4rem }
.panarchy summary { cursor: pointer; font-weight: 600 }
.panarchy .wide { overflow-x: auto }
.panarchy table { border-collapse: collapse; font-size: .9rem; width: 100% }
.panarchy th, .panarchy td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid #eaeef2; overflow-wrap: break-word; min-width: 4rem }
.panarchy svg { max-width: 100%; height: auto }
@media (max-width: 45rem) {
  .panarchy .beside { grid-template-columns: 1fr; gap: .2rem }
  .panarchy svg { max-width: none }
}
@media print {
  .panarchy details { border: 0; padding: 0 }
  .panarchy summary { list-style: none; break-after: avoid }
  .panarchy details::details-content { content-visibility: visible }
  .panarchy figure, .panarchy li, .panarchy tr { break-inside: avoid }
  .panarchy h2, .panarchy h3, .panarchy figcaption, .panarchy thead { break-after: avoid }
  .panarchy p { orphans: 3; widows: 3 }
  .panarchy svg { max-width: 100% }
}
"""


def html(document: Document) -> str:
    """The whole page. Whatever an author wrote is text on it, never markup."""
    return (
        "\n".join(
            [
                "<!doctype html>",
                '<html lang="en">',
                '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape(document.title)}</title>",
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                f"<style>{_PAGE}{_STYLE}</style></head>",
                f"<body>{_main(document)}</body></html>",
            ]
        )
        + "\n"
    )


def fragment(document: Document) -> str:
    """The page without its head, to stand in another; its style reaches nothing but itself."""
    return f"<style>{_STYLE}</style>\n{_main(document)}"


def framed(content: str) -> str:
    """Other content, such as a drawing, in the same style."""
    return f'<style>{_STYLE}</style>\n<div class="panarchy">{content}</div>'


def _main(document: Document) -> str:
    decided = " decided" if document.is_decided else ""
    title = f'<h1>{escape(document.title)}</h1><p><span class="status{decided}">{escape(document.status)}</span></p>'
    return "\n".join(['<main class="panarchy">', title, *_blocks(document.blocks, 2), "</main>"])


def _blocks(blocks: tuple[Block, ...], level: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, level)


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield f"<p>{escape(text)}</p>"
        case Lines(items, ordered):
            tag = "ol" if ordered else "ul"
            yield f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"
        case Table(heads, rows):
            yield from _table(heads, rows)
        case LawText(name, text, source):
            cites = f", {escape(source)}" if source else ""
            yield f"<figure><figcaption>{escape(name)}{cites}</figcaption><pre>{escape(text)}</pre></figure>"
        case Picture(svg, about):
            yield f'<figure><figcaption>{escape(about)}</figcaption><div class="wide">{svg}</div></figure>'
        case Beside(finding, law):
            yield '<div class="beside"><div>'
            yield from _blocks(finding, level)
            yield "</div><div>"
            yield from _blocks(law, level)
            yield "</div></div>"
        case Fold(summary, blocks):
            yield f"<details><summary>{escape(summary)}</summary>"
            yield from _blocks(blocks, level)
            yield "</details>"
        case Section(title, blocks):
            yield f"<section><h{min(level, 6)}>{escape(title)}</h{min(level, 6)}>"
            yield from _blocks(blocks, level + 1)
            yield "</section>"
        case _:
            assert_never(block)


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    head = f"<thead><tr>{''.join(f'<th scope={chr(34)}col{chr(34)}>{escape(h)}</th>' for h in heads)}</tr></thead>"
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    yield f'<div class="wide"><table>{head if any(heads) else ""}<tbody>{body}</tbody></table></div>'
