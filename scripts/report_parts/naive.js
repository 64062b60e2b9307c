// What an evaluation without a control group would find, beside what is true in the simulation.
import * as Plot from "@observablehq/plot";
import { ground, hasInterval, interval, legend, quiet, symbolOf, there } from "./parts.js";
import { valued } from "./outcomes.js";

const LOOK = { label: "odds ratio", digits: 2 };
const KINDS = [
  { name: "naive: coached within 90 days against not", colour: "#D55E00", marker: "D" },
  { name: "naive: ever coached against never", colour: "#CC79A7", marker: "^" },
  { name: "true: the plan against no coaches, all children", colour: "#0072B2", marker: "o" },
];
const TICKS = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10];
const MOST_PLANS = 20;

export function naive(data) {
  return { controls: [], draw: (_, chosen, width) => draw(data, chosen, width) };
}

function draw(data, chosen, width) {
  const plans = data.naive.plans.filter(({ plan }) => chosen.includes(plan)).slice(0, MOST_PLANS);
  const points = plans
    .flatMap(({ plan, rows }, at) =>
      KINDS.map((kind, nth) => {
        const told = `${data.plans[plan].name}\n${kind.name}\n${interval(rows[nth], LOOK)}`;
        return {
          kind,
          plan: data.plans[plan].name,
          row: rows[nth],
          x: rows[nth][0],
          y: at + 0.24 * (nth - 0.4),
          told,
        };
      }),
    )
    .filter(({ row }) => there(row) && row[0] > 0);
  const truth = data.naive.without ? "and true" : "(what is true takes a plan without coaches in the file)";
  const title = `Odds ratio of being home ${data.naive.within}: found by a naive evaluation, ${truth}`;
  const rows = points.map(({ plan, kind, row }) => [plan, kind.name, ...row]);
  const names = plans.map(({ plan }) => data.plans[plan].name);
  const head = ["plan", "what", "odds ratio", "from", "to"];
  return {
    title,
    head,
    rows,
    above: [legend(KINDS)],
    chart: points.length ? chart(points, names, width) : null,
  };
}

function chart(points, names, width) {
  const colour = ({ kind }) => kind.colour;
  return Plot.plot({
    width,
    height: 74 * names.length + 60,
    marginLeft: 8,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 44,
    style: ground,
    x: {
      label: "odds ratio (1: no difference)",
      type: "log",
      grid: true,
      inset: 10,
      ticks: TICKS,
      tickFormat: String,
    },
    y: { axis: null, type: "linear", domain: [-0.6, names.length - 0.4], reverse: true },
    marks: [
      Plot.ruleX([1], { stroke: quiet, strokeDasharray: "4 3" }),
      Plot.text(names, {
        y: (_, at) => at - 0.38,
        text: (name) => name,
        frameAnchor: "left",
        textAnchor: "start",
        fill: "#222",
        stroke: "white",
        strokeWidth: 4,
      }),
      Plot.ruleY(
        points.filter(({ row }) => hasInterval(row)),
        { y: "y", x1: ({ row }) => row[1], x2: ({ row }) => row[2], stroke: colour, strokeWidth: 2.5 },
      ),
      Plot.dot(points, {
        y: "y",
        x: "x",
        r: 5,
        fill: colour,
        symbol: ({ kind }) => symbolOf(kind),
        stroke: "white",
        render: valued,
      }),
      Plot.tip(points, Plot.pointer({ y: "y", x: "x", title: "told" })),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
  });
}
