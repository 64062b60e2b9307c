// Curves by month, a line a plan, with bands.
import * as Plot from "@observablehq/plot";
import {
  changeOptions,
  dashOf,
  fewer,
  ground,
  hasInterval,
  interval,
  legend,
  outcomeOptions,
  quiet,
  symbolOf,
  tick,
  titleOf,
  unitOf,
} from "./parts.js";
import { valued } from "./outcomes.js";

const MOST_LINES = 5; // more nobody can tell apart
const SINCE = { cumulative_reentry: "months since going home" };

export const months = (data) => curves(data, data.months, () => data.months.across);
export const incidence = (data) =>
  curves(data, data.incidence, ({ id }) => SINCE[id] ?? "months since removal", changeOptions);

function curves(data, part, across, show = [...changeOptions].reverse()) {
  const controls = [{ name: "curve", label: "Curve", options: outcomeOptions(part.curves) }];
  if (data.plans.length > 1) controls.push({ name: "what", label: "Show", options: show });
  return { controls, draw: (choice, chosen, width) => draw(data, part, across, choice, chosen, width) };
}

function draw(data, part, across, { curve, what }, chosen, width) {
  const told = part.curves.find(({ id }) => id === curve);
  const change = what === "change";
  const unit = told.unit.startsWith("percent") && change ? "percentage points" : told.unit;
  const look = { label: change ? `change (${unit})` : unit, digits: 1 };
  const wanted = chosen.filter(
    (place) => data.curved.includes(place) && !(change && place === data.baseline),
  );
  const places = wanted.slice(0, MOST_LINES);
  const plans = places.map((place) => data.plans[place]);
  const lines = places.map((place) =>
    lineOf(data.plans[place], told[change ? "changes" : "levels"][data.curved.indexOf(place)], part.x, look),
  );
  const head = ["plan", across(told), look.label, "from", "to"];
  const rows = lines.flat().map(({ plan, x, row }) => [plan.name, x, ...row]);
  const title = titleOf(told, look, change, data.plans[data.baseline].name);
  const points = lines.some((line) => line.length > 0);
  return {
    title,
    head,
    rows,
    above: [legend(plans), ...fewer(wanted.length, places.length)],
    chart: points ? chart(lines, look, across(told), change, width) : null,
  };
}

function lineOf(plan, [mean, low, high], months, look) {
  const points = months.map((x, place) => ({ plan, x, row: [mean[place], low[place], high[place]] }));
  return points
    .filter(({ row }) => row[0] !== null)
    .map((point) => ({ ...point, y: point.row[0], told: interval(point.row, look) }));
}

function chart(lines, look, across, change, width) {
  const all = lines.flat();
  const yearly = all.filter(({ x }) => x % 12 === 0);
  const title = ({ plan, x, told }) => `${plan.name}, month ${x}\n${told} ${unitOf(look)}`;
  const bands = lines.map((line) =>
    Plot.areaY(
      line.filter(({ row }) => hasInterval(row)),
      {
        x: "x",
        y1: ({ row }) => row[1],
        y2: ({ row }) => row[2],
        fill: line[0]?.plan.colour,
        fillOpacity: 0.16,
        clip: true,
      },
    ),
  );
  const strokes = lines.map((line) =>
    Plot.lineY(line, {
      x: "x",
      y: "y",
      stroke: line[0]?.plan.colour,
      strokeWidth: 2,
      strokeDasharray: line[0] && dashOf(line[0].plan),
    }),
  );
  const last = all.reduce((most, { x }) => Math.max(most, x), 0);
  const step = last > 72 && width < 600 ? 24 : 12;
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step);
  return Plot.plot({
    width,
    height: Math.min(420, Math.max(280, width * 0.5)),
    marginLeft: 58,
    marginBottom: 44,
    marginTop: 28,
    style: ground,
    x: { label: across, ticks },
    y: {
      label: look.label,
      grid: true,
      nice: true,
      zero: true,
      domain: change
        ? undefined
        : [0, all.reduce((most, { row }) => Math.max(most, ...row.filter(Number.isFinite)), 0)],
      tickFormat: tick(look),
    },
    marks: [
      Plot.ruleY([0], { stroke: quiet }),
      ...bands,
      ...strokes,
      Plot.dot(yearly, {
        x: "x",
        y: "y",
        r: 4,
        fill: ({ plan }) => plan.colour,
        symbol: ({ plan }) => symbolOf(plan),
        stroke: "white",
        render: valued,
      }),
      Plot.ruleX(all, Plot.pointerX({ x: "x", stroke: quiet, strokeOpacity: 0.4 })),
      Plot.tip(all, Plot.pointer({ x: "x", y: "y", title })),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
}
