"""The page that a report is: one HTML file that needs nothing else; figures as SVG inside it, tables that copy as cells."""

import html as markup
import io
import math
import re

import plot_style as style

STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 74rem; padding: 1.5rem 1.5rem 4rem; color: #222; background: #fff;
       font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", Verdana, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 3rem 0 .6rem; padding-top: .8rem; border-top: 1px solid #ddd; }
.answer { background: #eef4fa; border-left: 5px solid #0072b2; padding: .6rem 1.3rem; margin: 1.2rem 0; font-size: 1.08rem; }
.rests { color: #444; padding-left: 1.2rem; }
nav { font-size: .92rem; color: #555; } nav a { margin-right: 1.1em; } a { color: #0061a0; }
.note { color: #555; max-width: 60rem; }
figure { margin: 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; min-width: 40rem; }
.scroll { overflow: auto; max-height: 34rem; border: 1px solid #ddd; }
table { border-collapse: collapse; font-size: .84rem; width: 100%; }
th { position: sticky; top: 0; background: #f3f3f3; text-align: left; }
th, td { padding: .28rem .6rem; border-bottom: 1px solid #e8e8e8; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
button { margin: .4rem 0; font: inherit; font-size: .84rem; padding: .15rem .7rem; cursor: pointer; }
@media print { .scroll { max-height: none; overflow: visible; } button, nav { display: none; } h2 { break-after: avoid; } }
"""

# Copies a table as tab-separated text, which a spreadsheet pastes as cells.
SCRIPT = """
for (const button of document.querySelectorAll("button")) button.onclick = async () => {
  const rows = [...button.parentNode.querySelectorAll("tr")];
  const text = rows.map(row => [...row.cells].map(cell => cell.textContent).join("\\t")).join("\\n");
  try { await navigator.clipboard.writeText(text); }
  catch { const area = document.createElement("textarea"); area.value = text; document.body.append(area); area.select();
          document.execCommand("copy"); area.remove(); }
  button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy table"; }, 1500);
};
"""


def text(words):
    return markup.escape(str(words))


def number(value):
    """A number as a spreadsheet reads it; empty where there is none."""
    if value is None or not math.isfinite(value):
        return ""
    return f"{value:.0f}" if abs(value) >= 1e5 else f"{value:.5g}"


def value_text(value):
    """The value of a key in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {value_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        return f"[{', '.join(value_text(part) for part in value)}]"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def table(columns, rows):
    """A table with a button that copies it; numbers stand right."""
    head = "".join(f"<th>{text(column)}</th>" for column in columns)
    body = "\n".join("<tr>" + "".join(f'<td class="number">{number(cell)}</td>' if isinstance(cell, float) else
                                      f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (f'<div><button type="button">Copy table</button><div class="scroll"><table><thead><tr>{head}</tr></thead>\n'
            f"<tbody>{body}</tbody></table></div></div>")


def svg_of(figure, place):
    """A figure as an SVG element whose names are its own on the page."""
    stream = io.StringIO()
    style.settle(figure)
    figure.savefig(stream, format="svg", metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r'\bid="', f'id="f{place}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#f{place}-", svg)
    # Verdana is as wide as the font that the figure was laid out with, where that is missing.
    return svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")


def anchor(title):
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def answer(paragraphs, numbers, rests):
    told = "".join(f"<p>{text(part)}</p>" for part in paragraphs)
    return ("The answer", f'<div class="answer">{told}</div>{numbers}<p>What it rests on:</p><ul class="rests">'
            + "".join(f"<li>{text(part)}</li>" for part in rests) + "</ul>")


def section(title, content, note=""):
    body = f"<figure>{content}</figure>" if content.startswith("<svg") else content
    return title, (f'<p class="note">{text(note)}</p>' if note else "") + body


def html(title, subtitle, parts):
    """The page; the first part, the answer, stands under the title, with links to the others."""
    links = "".join(f'<a href="#{anchor(name)}">{text(name)}</a> ' for name, _ in parts[1:])
    body = f"{parts[0][1]}<nav>{links}</nav>\n"
    body += "\n".join(f'<h2 id="{anchor(name)}">{text(name)}</h2>{content}' for name, content in parts[1:])
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width, initial-scale=1"><title>{text(title)}</title><style>{STYLE}</style></head>\n'
            f'<body><h1>{text(title)}</h1><p class="note">{text(subtitle)}</p>\n{body}\n<script>{SCRIPT}</script></body></html>\n')
