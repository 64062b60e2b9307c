// What the answers hang on: how far each number that varies moves an outcome.
import * as Plot from "@observablehq/plot";
import { ground, hasInterval, interval, outcomeOptions, quiet, tick, unitOf } from "./parts.js";
import { valued } from "./outcomes.js";

const ROLES = { lever: ["#0072B2", "can be chosen"], uncertainty: ["#E69F00", "is not known"] };

export function tornado(data) {
  const plans = [...new Set(data.tornado.map(({ plan }) => plan))];
  const first = data.tornado.filter(({ plan }) => plan === plans[0]);
  const controls = [{ name: "outcome", label: "Outcome", options: outcomeOptions(first) }];
  if (plans[0])
    controls.push({
      name: "plan",
      label: "Plan",
      options: plans.map((plan) => ({ value: plan, text: plan })),
    });
  return { controls, draw: (choice, _, width) => draw(data, choice, width) };
}

function draw(data, { outcome, plan = "" }, width) {
  const part = data.tornado.find((one) => one.id === outcome && one.plan === plan);
  const name = data.outcomes.find(({ id }) => id === outcome)?.title ?? outcome;
  const title = `What “${name}” hangs on${plan && ` under ${plan}`}`;
  const head = [
    "number that varies, from low to high",
    "role",
    "effect",
    "from",
    "to",
    "the plan to prefer changes",
  ];
  if (!part) return { title, head, rows: [], chart: null };
  const rows = part.bars.map(({ label, role, row, switch: at = "" }) => [label, ROLES[role][1], ...row, at]);
  return {
    title: `${title}: ${part.label}; explained ${Math.round(100 * part.explained)} %`,
    head,
    rows,
    chart: chart(part, width),
  };
}

function chart(part, width) {
  const bars = part.bars.map((bar) => ({
    ...bar,
    x: bar.row[0],
    told: `${bar.label}${bar.switch ? `\n${bar.switch}` : ""}\n${interval(bar.row, part)} ${unitOf(part)}; ${ROLES[bar.role][1]}`,
  }));
  const colour = ({ role }) => ROLES[role][0];
  const y = "label";
  return Plot.plot({
    width,
    height: 40 * bars.length + 56,
    marginLeft: 8,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 44,
    style: ground,
    x: {
      label: part.label,
      nice: true,
      grid: true,
      inset: 8,
      tickFormat: tick(part),
      ticks: Math.max(3, width / 130),
    },
    y: { axis: null, domain: bars.map(({ label }) => label), type: "band" },
    marks: [
      Plot.ruleX([0], { stroke: quiet }),
      Plot.text(bars, {
        y,
        text: ({ label, switch: at }) => (at ? `${label} \u00b7 ${at}` : label),
        frameAnchor: "left",
        textAnchor: "start",
        dy: -11,
        fill: "#222",
        stroke: "white",
        strokeWidth: 4,
      }),
      Plot.barX(bars, { y, x: "x", fill: colour, insetTop: 18, insetBottom: 8, render: valued }),
      Plot.ruleY(
        bars.filter(({ row }) => hasInterval(row)),
        { y, x1: ({ row }) => row[1], x2: ({ row }) => row[2], stroke: "#222", strokeWidth: 1.5, dy: 5 },
      ),
      Plot.dot(
        bars.filter(({ at }) => Number.isFinite(at)),
        { y, x: "at", r: 6, symbol: "diamond", fill: "white", stroke: "#222", strokeWidth: 1.5, dy: 5 },
      ),
      Plot.tip(bars, Plot.pointerY({ y, x: "x", title: "told", dy: 5 })),
    ],
    color: { type: "identity" },
  });
}
