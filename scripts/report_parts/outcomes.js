// How each plan does, and what it changes: a dot with its interval for every plan.
import * as Plot from "@observablehq/plot";
import {
  changeOptions,
  ground,
  hasInterval,
  interval,
  noteOf,
  number,
  outcomeOptions,
  quiet,
  remarks,
  side,
  symbolOf,
  there,
  tick,
  titleOf,
  unitOf,
} from "./parts.js";

const MOST_ROWS = 60;

export function outcomes(data) {
  const controls = [{ name: "outcome", label: "Outcome", options: outcomeOptions(data.outcomes) }];
  if (data.outcomes[0].changes) controls.push({ name: "what", label: "Show", options: changeOptions });
  return { controls, draw: (choice, chosen, width) => draw(data, choice, chosen, width) };
}

function draw(data, { outcome, what }, chosen, width) {
  const part = data.outcomes.find(({ id }) => id === outcome);
  const { look, rows, words, notes } = side(part, what);
  const title = titleOf(part, look, words, data.plans[data.baseline].name);
  const places = chosen.filter((place) => !words || place !== data.baseline);
  const table = places.map((place) => [data.plans[place].name, ...rows[place], noteOf(notes, place)]);
  const head = ["plan", look.label, "from", "to", "note"];
  const points = places
    .filter((place) => there(rows[place]))
    .slice(0, MOST_ROWS)
    .map((place) => point(data, place, rows[place], look, noteOf(notes, place) ? "*" : ""));
  const below = remarks(data, notes, places);
  return { title, head, rows: table, below, chart: points.length ? chart(points, look, width) : null };
}

function point(data, place, row, look, star) {
  const plan = data.plans[place];
  const [mean, low, high] = row;
  return { plan, name: plan.name, mean, low, high, row, star, told: interval(row, look) };
}

// Names stand above their rows, so that long ones have room on a phone too.
export function chart(points, look, width) {
  const bars = points.filter(({ row }) => hasInterval(row));
  const y = "name";
  const title = ({ name, told }) => `${name}\n${told} ${unitOf(look)}`;
  return Plot.plot({
    width,
    height: 46 * points.length + 50,
    marginLeft: 8,
    marginRight: 24,
    marginTop: 14,
    marginBottom: 42,
    style: ground,
    x: {
      label: look.label,
      nice: true,
      grid: true,
      tickFormat: tick(look),
      ticks: Math.max(3, Math.floor(width / 110)),
      inset: 10,
    },
    y: { axis: null, domain: points.map(({ name }) => name), type: "band" },
    marks: [
      look.reference === null
        ? null
        : Plot.ruleX([look.reference], { stroke: quiet, strokeDasharray: "4 3" }),
      Plot.text(points, {
        y,
        text: "name",
        frameAnchor: "left",
        dy: -13,
        textAnchor: "start",
        textOverflow: "ellipsis-middle",
        lineWidth: (width - 100) / 14,
        stroke: "white",
        strokeWidth: 4,
        fill: "#222",
      }),
      Plot.text(points, {
        y,
        text: ({ mean, star }) => number(mean, look) + star,
        frameAnchor: "right",
        dy: -13,
        dx: 16,
        textAnchor: "end",
        stroke: "white",
        strokeWidth: 4,
        fill: "#222",
      }),
      Plot.ruleY(bars, {
        y,
        x1: "low",
        x2: "high",
        stroke: ({ plan }) => plan.colour,
        strokeWidth: 3,
        dy: 6,
      }),
      Plot.dot(points, {
        y,
        x: "mean",
        r: 6,
        dy: 6,
        fill: ({ plan }) => plan.colour,
        symbol: ({ plan }) => symbolOf(plan),
        stroke: "white",
        render: valued,
      }),
      Plot.tip(points, Plot.pointerY({ y, x: "mean", title, dy: 6 })),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
}

// Marks whose values the arrow keys step through.
export function valued(index, scales, values, dimensions, context, next) {
  const drawn = next(index, scales, values, dimensions, context);
  drawn.dataset.values = "";
  return drawn;
}
