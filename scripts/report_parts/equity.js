// Each outcome for each group of children, under each plan.
import * as Plot from "@observablehq/plot";
import {
  changeOptions,
  ground,
  hasInterval,
  interval,
  legend,
  outcomeOptions,
  quiet,
  side,
  symbolOf,
  there,
  tick,
  titleOf,
  fewer,
  unitOf,
} from "./parts.js";
import { valued } from "./outcomes.js";

const MOST_PLANS = 4;

export function equity(data) {
  const controls = [{ name: "outcome", label: "Outcome", options: outcomeOptions(data.groups.outcomes) }];
  if (data.plans.length > 1)
    controls.push({ name: "what", label: "Show", options: [...changeOptions].reverse() });
  return { controls, draw: (choice, chosen, width) => draw(data, choice, chosen, width) };
}

function draw(data, { outcome, what }, chosen, width) {
  const part = data.groups.outcomes.find(({ id }) => id === outcome);
  const { look, rows, words } = side(part, what);
  const wanted = chosen.filter((place) => data.curved.includes(place) && !(words && place === data.baseline));
  const places = wanted.slice(0, MOST_PLANS);
  const step = 0.7 / Math.max(1, places.length);
  const points = places.flatMap((place, nth) =>
    data.groups.names.map((group, at) => {
      const row = rows[data.curved.indexOf(place)][at];
      const plan = data.plans[place];
      return {
        plan,
        group,
        row,
        y: at + (nth - (places.length - 1) / 2) * step,
        x: row[0],
        told: `${group}\n${plan.name}: ${interval(row, look)} ${unitOf(look)}`,
      };
    }),
  );
  const title = titleOf(part, look, words, data.plans[data.baseline].name);
  const head = ["group", "plan", look.label, "from", "to"];
  const table = points.map(({ group, plan, row }) => [group, plan.name, ...row]);
  const drawn = points.filter(({ row }) => there(row));
  const plans = places.map((place) => data.plans[place]);
  return {
    title,
    head,
    rows: table,
    above: [legend(plans), ...fewer(wanted.length, places.length)],
    chart: drawn.length ? chart(drawn, data.groups.names, look, words, width) : null,
  };
}

function chart(points, groups, look, change, width) {
  const plans = new Set(points.map(({ plan }) => plan)).size;
  const narrow = width < 560;
  const colour = ({ plan }) => plan.colour;
  const trait = (name) => name.split(":")[0];
  const borders = groups.flatMap((name, at) =>
    at > 0 && trait(name) !== trait(groups[at - 1]) ? [at - 0.5] : [],
  );
  return Plot.plot({
    width,
    height: groups.length * (14 + 9 * Math.max(1, plans) + (narrow ? 14 : 0)) + 60,
    marginLeft: narrow ? 8 : 230,
    marginBottom: 44,
    marginTop: 8,
    style: ground,
    x: {
      label: look.label,
      nice: true,
      grid: true,
      inset: 8,
      tickFormat: tick(look),
      ticks: Math.max(3, width / 130),
    },
    y: { axis: null, type: "linear", domain: [-0.6, groups.length - 0.4], reverse: true },
    marks: [
      Plot.ruleY(borders, { stroke: "#bdbdbd" }),
      change ? Plot.ruleX([0], { stroke: quiet, strokeDasharray: "4 3" }) : null,
      Plot.text(groups, {
        y: (_, at) => at - (narrow ? 0.42 : 0),
        text: (name) => name,
        frameAnchor: "left",
        textAnchor: narrow ? "start" : "end",
        dx: narrow ? 0 : -10,
        fill: "#222",
        stroke: "white",
        strokeWidth: 4,
        clip: false,
      }),
      Plot.ruleY(
        points.filter(({ row }) => hasInterval(row)),
        { y: "y", x1: ({ row }) => row[1], x2: ({ row }) => row[2], stroke: colour, strokeWidth: 2 },
      ),
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: 4.5,
        fill: colour,
        symbol: ({ plan }) => symbolOf(plan),
        stroke: "white",
        render: valued,
      }),
      Plot.tip(points, Plot.pointer({ x: "x", y: "y", title: "told" })),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
}
