// A sweep: sliders choose a point of it; lines, a heat map or a cloud of points show what lies around.
import {
  changeOptions,
  element,
  interval,
  noteOf,
  outcomeOptions,
  remarks,
  side,
  there,
  titleOf,
  unitOf,
} from "./parts.js";
import { cloud, lines, map } from "./sweep_charts.js";

const RATIO = "coaches.families_per_coach";
const MOST_LEVELS = 25; // more are points that were sampled
const TOLD = 8;

export function sweep(data) {
  const factors = [...data.factors].sort((a, b) => (b.key === RATIO) - (a.key === RATIO));
  const sampled = factors.some(({ levels, numbers }) => numbers && levels.length > MOST_LEVELS);
  const baseline = data.baseline;
  const sliders = factors.map((factor) => ({
    name: `at ${factor.key}`,
    label: factor.words,
    start: factor.numbers ? factor.of[baseline] : String(factor.of[baseline]),
    ...(factor.numbers
      ? { values: factor.levels }
      : { options: factor.levels.map((text, at) => ({ value: String(at), text })) }),
  }));
  const across = [
    ...factors.filter(({ key }) => key !== RATIO),
    ...factors.filter(({ key }) => key === RATIO),
  ];
  const byKey = (list) => list.map(({ key, words }) => ({ value: key, text: words }));
  const controls = [
    ...sliders,
    { name: "outcome", label: "Outcome", options: outcomeOptions(data.outcomes) },
  ];
  controls.push({ name: "what", label: "Show", options: [...changeOptions].reverse() });
  if (factors.length > 1) controls.push({ name: "across", label: "Across", options: byKey(across) });
  if (factors.length > 2 && !sampled) controls.push({ name: "by", label: "Lines", options: byKey(factors) });
  if (factors.length > 1 && !sampled) {
    controls.push({
      name: "view",
      label: "As",
      options: [
        { value: "lines", text: "lines" },
        { value: "map", text: "heat map" },
      ],
    });
  }
  return {
    controls,
    changed: (choice, name) => settle(factors, choice, name),
    draw: (choice, _, width) => draw(data, factors, sampled, choice, width),
  };
}

const chosenLevel = (choice, { key }) => Number(choice[`at ${key}`]);

// Where the combination that the sliders name was not simulated, the others move to the nearest point that was.
function settle(factors, choice, name) {
  const moved = factors.find(({ key }) => name === `at ${key}`);
  if (!moved) return;
  const wanted = factors.map((factor) => chosenLevel(choice, factor));
  const distance = (place) =>
    factors.reduce(
      (sum, { of }, nth) => sum + (of[place] === wanted[nth] ? 0 : 1000 + Math.abs(of[place] - wanted[nth])),
      0,
    );
  const places = moved.of.flatMap((level, place) => (level === chosenLevel(choice, moved) ? [place] : []));
  const nearest = places.reduce((best, place) => (distance(place) < distance(best) ? place : best));
  for (const { key, of, numbers } of factors)
    choice[`at ${key}`] = numbers ? of[nearest] : String(of[nearest]);
}

function draw(data, factors, sampled, choice, width) {
  const part = data.outcomes.find(({ id }) => id === choice.outcome);
  const { look, rows, words, notes } = side(part, choice.what);
  const current = data.plans.findIndex((_, place) =>
    factors.every((factor) => factor.of[place] === chosenLevel(choice, factor)),
  );
  const across = factors.find(({ key }) => key === choice.across) ?? factors[0];
  const by =
    factors.find(({ key }) => key === choice.by && key !== across.key) ??
    factors.find(({ key }) => key !== across.key);
  const held = sampled ? [] : factors.filter((factor) => factor !== across && factor !== by);
  const places = data.plans.flatMap((_, place) =>
    held.every((factor) => factor.of[place] === chosenLevel(choice, factor)) ? [place] : [],
  );
  const points = places
    .filter((place) => there(rows[place]))
    .map((place) => ({
      place,
      row: rows[place],
      current: place === current,
      x: across.of[place],
      by: by && !sampled ? by.of[place] : 0,
      told: `${data.plans[place].name}\n${interval(rows[place], look)} ${unitOf(look)}`,
    }));
  const view = {
    look,
    across,
    by: sampled ? null : by,
    current: by && !sampled && current >= 0 ? by.of[current] : 0,
    change: Boolean(words),
    width,
  };
  const kind = sampled ? cloud : choice.view === "map" ? map : lines;
  const title = `${titleOf(part, look, words, data.plans[data.baseline].name)}, over ${across.words}`;
  const head = [...factors.map((factor) => factor.words), look.label, "from", "to"];
  const table = places.map((place) => [
    ...factors.map(({ of, levels, numbers }) => (numbers ?? levels)[of[place]]),
    ...rows[place],
  ]);
  return {
    title,
    head,
    rows: table,
    below: [...remarks(data, notes, places), readout(data, current, choice.outcome)],
    chart: points.length ? kind(points, view) : null,
  };
}

// The main outcomes at the point that the sliders name.
function readout(data, current, asked) {
  if (current < 0) return element("p", { class: "note" }, "This combination was not simulated.");
  const shown = data.outcomes.slice(0, TOLD);
  if (!shown.some(({ id }) => id === asked)) shown.push(data.outcomes.find(({ id }) => id === asked));
  const told = (row, look, notes) =>
    there(row) ? `${interval(row, look)} ${unitOf(look)}` : noteOf(notes, current) || "\u2013";
  const line = ({ title, level, levels, levelNotes, change, changes, changeNotes }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, title),
      element("td", {}, told(levels[current], level, levelNotes)),
      element(
        "td",
        {},
        current === data.baseline ? "the baseline" : told(changes[current], change, changeNotes),
      ),
    );
  const head = element(
    "tr",
    {},
    ...["outcome", "level", "against the baseline"].map((name) => element("th", { scope: "col" }, name)),
  );
  const caption = element("caption", {}, `At ${data.plans[current].name}`);
  return element(
    "table",
    { class: "readout", "data-point": current },
    caption,
    element("thead", {}, head),
    element("tbody", {}, ...shown.map(line)),
  );
}
