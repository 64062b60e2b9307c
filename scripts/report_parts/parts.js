// Small parts that the figures share: elements, symbols of plans, numbers in words.
import * as Plot from "@observablehq/plot";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// What matplotlib's marker "v" looks like, which Plot lacks.
const triangleDown = {
  draw(context, size) {
    const half = Math.sqrt(size / 1.7);
    context.moveTo(0, half);
    context.lineTo(half, -half * 0.75);
    context.lineTo(-half, -half * 0.75);
    context.closePath();
  },
};
const MOST_NAMED = 4; // plans in a line about what they lack
const SYMBOLS = {
  "*": "star",
  o: "circle",
  s: "square",
  D: "diamond",
  "^": "triangle",
  v: triangleDown,
  P: "cross",
};
// So that lines can be told apart without colours.
const DASHES = { "*": "1 3", o: "none", s: "7 3", D: "2 3", "^": "9 3 2 3", v: "12 4", P: "4 4" };

export const symbolOf = (plan) => SYMBOLS[plan.marker];
export const dashOf = (plan) => DASHES[plan.marker];

export function symbol(plan) {
  const mark = Plot.dot([0], { x: 8, y: 8, r: 5, symbol: symbolOf(plan), fill: plan.colour });
  const drawn = Plot.plot({
    width: 16,
    height: 16,
    margin: 0,
    axis: null,
    x: { type: "identity" },
    y: { type: "identity" },
    marks: [mark],
  });
  drawn.setAttribute("aria-hidden", "true");
  return drawn;
}

// The names of plans beside their symbols, for charts in which a plan is a colour.
export function legend(plans) {
  return element(
    "ul",
    { class: "legend" },
    ...plans.map((plan) => element("li", {}, symbol(plan), plan.name)),
  );
}

const isNumber = (value) => value !== null && Number.isFinite(value);

// A number with its sign where it is a change; an empty text where there is none.
export function number(value, { digits, label }) {
  if (!isNumber(value)) return "";
  const signDisplay = label.startsWith("change") || label.startsWith("percentage") ? "exceptZero" : "auto";
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay };
  const text = value.toLocaleString("en-US", format);
  // What is nothing at these digits has no sign.
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "\u2212");
}

// A number beside an axis: as short as it can be.
export function tick({ label }) {
  return (value) =>
    number(value, {
      digits: [0, 1, 2, 3].find((digits) => Number(value.toFixed(digits)) === value) ?? 4,
      label,
    });
}

// "percentage points" of "change (percentage points)", beside a number that has its sign.
export const unitOf = ({ label }) => label.replace(/^change \((.*)\)$/, "$1");

// What a figure shows: "Home within 12 months: change from us-baseline, percentage points".
export function titleOf(part, { label }, change, name) {
  const unit = unitOf({ label });
  const baseline = name.length > 80 ? "the baseline" : name;
  return change && unit !== label
    ? `${part.title}: change from ${baseline}, ${unit}`
    : `${part.title}, ${unit}`;
}

// Says so where fewer plans are drawn than are chosen.
export function fewer(chosen, drawn) {
  if (chosen <= drawn) return [];
  return [
    element(
      "p",
      { class: "note" },
      `Drawn are the first ${drawn} of ${chosen} chosen plans: more lines nobody can tell apart.`,
    ),
  ];
}

// [mean, low, high] in words.
export function interval([mean, low, high], look) {
  if (!isNumber(mean)) return "\u2013";
  const told = number(mean, look);
  return isNumber(low) ? `${told} (${number(low, look)} to ${number(high, look)})` : told;
}

export const there = (row) => row && isNumber(row[0]);
export const hasInterval = (row) => there(row) && isNumber(row[1]) && isNumber(row[2]);

export const ground = {
  color: "#222",
  background: "#fff",
  fontFamily: "inherit",
  fontSize: "13px",
  overflow: "visible",
};
export const quiet = "#5c5c5c";

// The level or the change of an outcome or curve, as it is chosen.
export function side(part, what) {
  return what === "change" && part.changes
    ? { look: part.change, rows: part.changes, words: "change from the baseline", notes: part.changeNotes }
    : { look: part.level, rows: part.levels, words: "", notes: part.levelNotes };
}

// Why a plan has no number, or on whom its number rests; "" where there is nothing to say.
export function noteOf(notes, place) {
  const told = notes?.texts?.[notes.of[place]];
  return told ? `${told.why ? "\u2013: " : "*: "}${told.text}` : "";
}

// A line for each such text, with the plans that it is about.
export function remarks(data, notes, places) {
  const found = new Map();
  for (const place of places) {
    const text = noteOf(notes, place);
    if (text) found.set(text, [...(found.get(text) ?? []), place]);
  }
  return [...found].map(([text, of]) => {
    const names = of.slice(0, MOST_NAMED).map((place) => data.plans[place].name);
    const more = of.length > MOST_NAMED ? ` and ${of.length - MOST_NAMED} more` : "";
    const whose = of.length === places.length ? "" : ` (${names.join(", ")}${more})`;
    return element("p", { class: "note" }, `${text}${whose}.`);
  });
}

export const outcomeOptions = (outcomes) => outcomes.map(({ id, title }) => ({ value: id, text: title }));
export const changeOptions = [
  { value: "change", text: "change from the baseline" },
  { value: "level", text: "the outcome itself" },
];
