// What plans cost and what they do, with the efficient frontier: plans that no mix of the others beats.
import * as Plot from "@observablehq/plot";
import {
  changeOptions,
  ground,
  hasInterval,
  interval,
  legend,
  outcomeOptions,
  remarks,
  side,
  symbolOf,
  there,
  tick,
  unitOf,
} from "./parts.js";
import { valued } from "./outcomes.js";

const MOST_NAMED = 14;

export function cost(data) {
  const effects = data.outcomes.filter(({ id }) => data.cost.frontiers[`${data.cost.costs[0]} ${id}`]);
  const prices = data.cost.costs.map((name) => data.outcomes.find(({ id }) => id === name));
  const controls = [
    { name: "outcome", label: "Outcome", options: outcomeOptions(effects) },
    { name: "cost", label: "Cost", options: outcomeOptions(prices) },
    { name: "what", label: "Show", options: changeOptions },
  ];
  return { controls, draw: (choice, chosen, width) => draw(data, choice, chosen, width) };
}

function draw(data, choice, chosen, width) {
  const find = (name) => data.outcomes.find(({ id }) => id === name);
  const price = side(find(choice.cost), choice.what);
  const effect = side(find(choice.outcome), choice.what);
  const hull = data.cost.frontiers[`${choice.cost} ${choice.outcome}`];
  const places = data.plans.length > MOST_NAMED ? data.plans.map((_, place) => place) : chosen;
  const points = places.map((place) =>
    pointOf(data, place, price, effect, hull.includes(place), chosen.includes(place)),
  );
  const drawn = points.filter(({ x, y }) => there(x) && there(y));
  const frontier = hull
    .map((place) => pointOf(data, place, price, effect, true, true))
    .filter(({ x, y }) => there(x) && there(y));
  const title = `${find(choice.outcome).title}, against ${find(choice.cost).title.toLowerCase()}`;
  const head = [
    "plan",
    `cost, ${price.look.label}`,
    "from",
    "to",
    effect.look.label,
    "from",
    "to",
    "on the frontier",
  ];
  const rows = points.map(({ plan, x, y, best }) => [plan.name, ...x, ...y, best ? "yes" : "no"]);
  const named = [...new Set([...chosen, ...hull])].sort((a, b) => a - b).slice(0, MOST_NAMED);
  const above = [legend(named.map((place) => data.plans[place]))];
  const better = find(choice.outcome).better;
  return {
    title,
    head,
    rows,
    above,
    below: [price, effect].flatMap(({ notes }) => remarks(data, notes, places)),
    chart: drawn.length ? chart(drawn, frontier, price, effect, better, width) : null,
  };
}

function pointOf(data, place, price, effect, best, shown) {
  const [plan, x, y] = [data.plans[place], price.rows[place], effect.rows[place]];
  const told = `${plan.name}${best ? " (on the frontier)" : ""}\ncost: ${interval(x, price.look)} ${unitOf(price.look)}\noutcome: ${interval(y, effect.look)} ${unitOf(effect.look)}`;
  return { plan, x, y, best, told, faint: !(best || shown) };
}

function chart(points, frontier, price, effect, better, width) {
  const colour = ({ plan, faint }) => (faint ? "#9a9a9a" : plan.colour);
  const crossed = points.filter(({ faint }) => !faint);
  return Plot.plot({
    width,
    height: Math.min(480, Math.max(320, width * 0.6)),
    marginLeft: 62,
    marginBottom: 46,
    marginTop: 28,
    style: ground,
    x: {
      label: `cost, ${price.look.label}`,
      nice: true,
      grid: true,
      inset: 8,
      ticks: Math.max(3, width / 120),
      tickFormat: tick(price.look),
    },
    y: {
      label: `${effect.look.label} (up is better)`,
      nice: true,
      grid: true,
      inset: 8,
      reverse: better === "lower",
      tickFormat: tick(effect.look),
    },
    marks: [
      Plot.line(frontier, { x: ({ x }) => x[0], y: ({ y }) => y[0], stroke: "#222", strokeWidth: 1.5 }),
      Plot.ruleY(
        crossed.filter(({ x }) => hasInterval(x)),
        { y: ({ y }) => y[0], x1: ({ x }) => x[1], x2: ({ x }) => x[2], stroke: colour },
      ),
      Plot.ruleX(
        crossed.filter(({ y }) => hasInterval(y)),
        { x: ({ x }) => x[0], y1: ({ y }) => y[1], y2: ({ y }) => y[2], stroke: colour },
      ),
      Plot.dot(points, {
        x: ({ x }) => x[0],
        y: ({ y }) => y[0],
        r: ({ faint }) => (faint ? 3 : 6),
        fill: colour,
        symbol: ({ plan, faint }) => (faint ? "circle" : symbolOf(plan)),
        stroke: "white",
        render: valued,
      }),
      Plot.tip(points, Plot.pointer({ x: ({ x }) => x[0], y: ({ y }) => y[0], title: "told" })),
    ],
    color: { type: "identity" },
    symbol: { type: "identity" },
    r: { type: "identity" },
  });
}
