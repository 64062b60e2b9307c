"""The page that a report is: one HTML file that needs nothing else and may ask for nothing else; tables that copy as cells,
figures that answer the pointer where the parts from npm are built, else still figures."""

import base64
import hashlib
import html as markup
import io
import json
import math
import re
import subprocess
from pathlib import Path

import plot_style as style

LONG = 40  # letters of a text that is not repeated in a column
TO_COPY = "Numbers to copy"
PARTS = Path(__file__).resolve().parent / "report_parts"


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


def table(columns, rows, about):
    """A table with a button that copies it; numbers stand right; long texts that follow each other in the last column stand once.
    `about` names it."""
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    lines = []
    for place, row in enumerate(rows):
        cells = [f'<td class="number">{number(cell)}</td>' if isinstance(cell, float) else f"<td>{text(cell)}</td>" for cell in row]
        last = row[-1]
        if isinstance(last, str) and len(last) > LONG:
            same = next((more for more, other in enumerate(rows[place:]) if other[-1] != last), len(rows) - place)
            cells[-1] = f'<td rowspan="{same}">{text(last)}</td>' if place == 0 or rows[place - 1][-1] != last else ""
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(lines)
    return (f'<div class="{anchor(about)}"><button type="button" data-copy>Copy table</button><div class="scroll" tabindex="0" role="region" '
            f'aria-label="{text(about)}"><table><caption class="spoken">{text(about)}</caption><thead><tr>{head}</tr></thead>\n'
            f"<tbody>{body}</tbody></table></div></div>")


def svg_of(figure, place, about):
    """A still figure as an SVG element whose names are its own on the page."""
    stream = io.StringIO()
    style.settle(figure)
    figure.savefig(stream, format="svg", metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r'\bid="', f'id="f{place}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#f{place}-", svg)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{text(about)}"', 1)
    # Verdana is as wide as the font that the figure was laid out with, where that is missing.
    return svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")


def anchor(title):
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def section(title, content, note=""):
    """(title, content) of a part of the page."""
    body = f'<figure class="still">{content}</figure>' if content.startswith("<svg") else content
    return title, (f'<p class="note">{text(note)}</p>' if note else "") + body


def kind(title):
    """A part that is for a spreadsheet alone is not printed."""
    return ' class="tocopy"' if title == TO_COPY else ""


def figures_script():
    """(the script that draws the figures, "") or (None, why there is none); built anew if its sources are newer."""
    built, modules = PARTS / "built" / "page.js", PARTS / "node_modules"
    sources = [path for path in PARTS.glob("*.js")] + [PARTS / "package-lock.json"]
    if not built.is_file() or built.stat().st_mtime < max(path.stat().st_mtime for path in sources if path.is_file()):
        if not modules.is_dir():
            return None, "the parts from npm are not installed (scripts/setup installs them)"
        try:
            subprocess.run(["node", "build.js"], cwd=PARTS, check=True, capture_output=True, text=True)
        except FileNotFoundError:
            return None, "node is not installed (scripts/setup installs it)"
        except subprocess.CalledProcessError as fault:
            reason = (fault.stderr.strip().splitlines() or ["no reason given"])[-1]
            return None, f"the parts from npm could not be built: {reason} (scripts/setup installs them anew)"
    return built.read_text(encoding="utf-8"), ""


def inlined(script):
    """A script as it stands in a page, and its name in the page's security policy."""
    script = script.replace("</script", "<\\/script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"<script>{script}</script>", f"'sha256-{digest}'"


def html(title, subtitle, parts, figures=None):
    """The page; the first part, the answer, stands under the title, with links to the others. `figures`: (script, data)."""
    links = "".join(f'<li><a href="#{anchor(name)}">{text(name)}</a></li>' for name, _ in parts[1:])
    sections = [f'<section aria-labelledby="{anchor(name)}"{kind(name)}><h2 id="{anchor(name)}">{text(name)}</h2>{content}</section>'
                for name, content in parts]
    scripts = [inlined((PARTS / "copy.js").read_text(encoding="utf-8"))]
    held = chooser = ""
    if figures:
        scripts.append(inlined(figures[0]))
        written = json.dumps(figures[1], separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
        held = f'<script type="application/json" id="data">{written}</script>'
        chooser = '<div id="chooser"></div>' if len(figures[1]["plans"]) > 1 else ""
        chooser += ("<noscript><p>The figures of this page need JavaScript. scripts/report.py --static makes a page with still "
                    "ones.</p></noscript>")
    policy = (f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {' '.join(name for _, name in scripts)}; "
              "base-uri 'none'; form-action 'none'")
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{text(title)}</title>'
            f'<style>{(PARTS / "page.css").read_text(encoding="utf-8")}</style></head>\n'
            f'<body><main><h1>{text(title)}</h1><p class="note">{text(subtitle)}</p>\n{sections[0]}\n'
            f'<nav aria-label="Parts of this page"><ul>{links}</ul></nav>{chooser}\n'
            + "\n".join(sections[1:]) + f"\n</main>{held}{''.join(script for script, _ in scripts)}</body></html>\n")
