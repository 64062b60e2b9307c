// The charts of a sweep. `view`: { look, across, by, current: level of the line that stands out, change, width }.
import * as Plot from "@observablehq/plot";
import { ground, hasInterval, number, quiet, tick } from "./parts.js";
import { valued } from "./outcomes.js";

const STANDS_OUT = "#0072B2";
const FAINT = "#8a8a8a";

const frame = ({ width, across }) => ({
  width,
  height: Math.min(440, Math.max(300, width * 0.5)) + (across.numbers ? 0 : 80),
  marginLeft: 62,
  marginRight: 70,
  marginBottom: across.numbers ? 46 : 126,
  marginTop: 28,
  style: ground,
});
const yAxis = ({ look }) => ({
  label: look.label,
  grid: true,
  nice: true,
  inset: 6,
  tickFormat: tick(look),
});

// Where a level stands: at its number, or in order where levels are no numbers.
const at = (factor, level) => (factor.numbers ? factor.numbers[level] : factor.levels[level]);

function xAxis({ across, width }) {
  if (!across.numbers)
    return { type: "point", domain: across.levels, label: null, tickRotate: -60, inset: 12 };
  return {
    label: across.words,
    inset: 12,
    ticks: across.levels.length <= 12 ? across.numbers : Math.max(3, width / 110),
    tickFormat: String,
  };
}

export function lines(points, view) {
  const { across, by, look, current } = view;
  const drawn = points
    .map((point) => ({ ...point, x: at(across, point.x), order: point.x }))
    .sort((a, b) => a.order - b.order);
  const out = drawn.filter((point) => point.by === current);
  const faint = drawn.filter((point) => point.by !== current);
  const y = ({ row }) => row[0];
  const ends = by ? apart(drawn, by, frame(view).height) : [];
  return Plot.plot({
    ...frame(view),
    x: xAxis(view),
    y: yAxis(view),
    color: { type: "identity" },
    marks: [
      view.change ? Plot.ruleY([0], { stroke: quiet, strokeDasharray: "4 3" }) : null,
      across.numbers && Plot.line(faint, { x: "x", y, z: "by", stroke: FAINT, strokeWidth: 1 }),
      Plot.dot(faint, { x: "x", y, r: 2.5, fill: FAINT }),
      Plot.ruleX(
        out.filter(({ row }) => hasInterval(row)),
        { x: "x", y1: ({ row }) => row[1], y2: ({ row }) => row[2], stroke: STANDS_OUT, strokeWidth: 2 },
      ),
      across.numbers && Plot.line(out, { x: "x", y, stroke: STANDS_OUT, strokeWidth: 2.5 }),
      Plot.dot(out, { x: "x", y, r: 5, fill: STANDS_OUT, stroke: "white", render: valued }),
      Plot.dot(
        out.filter((point) => point.current),
        { x: "x", y, r: 10, stroke: "#222", strokeWidth: 2 },
      ),
      Plot.text(ends, {
        x: "x",
        y: "y",
        text: "label",
        textAnchor: "start",
        dx: 10,
        fill: ({ level }) => (level === current ? STANDS_OUT : quiet),
        fontWeight: ({ level }) => (level === current ? "bold" : "normal"),
      }),
      by
        ? Plot.text([by.words], {
            frameAnchor: "top-right",
            text: (words) => words,
            dy: -22,
            dx: 62,
            textAnchor: "end",
            fill: quiet,
          })
        : null,
      Plot.tip(drawn, Plot.pointer({ x: "x", y, title: "told" })),
    ],
  });
}

// Where the names of lines stand at their ends, so far apart that none lies on another.
function apart(points, by, height) {
  const last = by.levels.flatMap((label, level) => {
    const line = points.filter((point) => point.by === level);
    return line.length ? [{ level, label, x: line.at(-1).x, y: line.at(-1).row[0] }] : [];
  });
  const values = points.flatMap(({ row }) => row.filter(Number.isFinite));
  const gap = (15 / height) * (Math.max(...values) - Math.min(...values)) * 1.3;
  last.sort((a, b) => a.y - b.y);
  last.forEach((end, place) => (end.y = Math.max(end.y, place ? last[place - 1].y + gap : end.y)));
  return last;
}

export function map(points, view) {
  const { across, by, look, width } = view;
  const drawn = points.map((point) => ({ ...point, x: across.levels[point.x], y: by.levels[point.by] }));
  const cells = { x: "x", y: "y" };
  const wide = (width - 160) / across.levels.length > 44;
  const largest = Math.max(...points.map(({ row }) => Math.abs(row[0])));
  const colour = view.change ? { scheme: "PuOr", domain: [-largest, largest] } : { scheme: "cividis" };
  const ends = view.change
    ? [-largest, largest]
    : [Math.min(...points.map(({ row }) => row[0])), Math.max(...points.map(({ row }) => row[0]))];
  const share = (value) => (value - ends[0]) / (ends[1] - ends[0] || 1);
  const ink = ({ row }) =>
    view.change
      ? Math.abs(share(row[0]) - 0.5) > 0.3
        ? "white"
        : "#222"
      : share(row[0]) < 0.55
        ? "white"
        : "#222";
  return Plot.plot({
    ...frame(view),
    height: 46 * by.levels.length + 110,
    marginLeft: 110,
    marginRight: 8,
    marginBottom: 46,
    x: { label: across.words, domain: across.levels },
    y: { label: by.words, domain: [...by.levels].reverse() },
    color: { ...colour, legend: false, type: "linear", label: look.label },
    marks: [
      Plot.cell(drawn, { ...cells, fill: ({ row }) => row[0], inset: 1, render: valued }),
      Plot.cell(
        drawn.filter(({ current }) => current),
        { ...cells, fill: "none", stroke: "#222", strokeWidth: 3, inset: 1 },
      ),
      wide ? Plot.text(drawn, { ...cells, text: ({ row }) => number(row[0], look), fill: ink }) : null,
      Plot.tip(drawn, Plot.pointer({ ...cells, title: "told" })),
    ],
  });
}

// Sampled points, with the straight line that fits them best and its 95 % interval.
export function cloud(points, view) {
  const drawn = points.map((point) => ({ ...point, x: at(view.across, point.x) }));
  const y = ({ row }) => row[0];
  return Plot.plot({
    ...frame(view),
    x: xAxis(view),
    y: yAxis(view),
    marks: [
      view.across.numbers && drawn.length > 3
        ? Plot.linearRegressionY(drawn, { x: "x", y, stroke: "#222" })
        : null,
      Plot.dot(drawn, { x: "x", y, r: 3, fill: STANDS_OUT, fillOpacity: 0.6, render: valued }),
      Plot.dot(
        drawn.filter(({ current }) => current),
        { x: "x", y, r: 9, stroke: "#222", strokeWidth: 2.5 },
      ),
      Plot.tip(drawn, Plot.pointer({ x: "x", y, title: "told" })),
    ],
  });
}
