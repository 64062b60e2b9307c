// One interactive figure: controls, chart, the values under the pointer, and the same numbers as a table.
import { element } from "./parts.js";

let count = 0;

// `spec.controls` are selects and sliders { name, label, options } or { name, label, values }; `spec.draw(choice, plans,
// width)` gives { title, above, chart, below, head, rows }: what is shown for the values of the controls.
export function figure(host, plans, spec) {
  const id = `figure-${++count}`;
  const choice = {};
  const controls = element("div", { class: "controls" });
  const caption = element("figcaption", { id: `${id}-caption` });
  const stage = element("div", { class: "stage" });
  const table = element(
    "details",
    { class: "numbers" },
    element("summary", {}, "The numbers in this figure"),
  );
  const spoken = element("p", { class: "spoken", "aria-live": "polite" });
  host.append(controls, element("figure", {}, caption, stage, spoken), table);

  const show = () => {
    const width = Math.max(280, Math.floor(host.clientWidth));
    const drawn = spec.draw(choice, plans.chosen, width);
    caption.textContent = drawn.title;
    const below = drawn.below ?? [];
    const nothing = below.length
      ? ""
      : element("p", { class: "note" }, "Nothing to draw: choose other plans.");
    const chart = drawn.chart ? named(drawn.chart, drawn.title, spoken) : nothing;
    stage.replaceChildren(...(drawn.above ?? []), chart, ...below);
    fill(table, drawn);
  };
  const fields = spec.controls.map((control) => field(control, id, choice, spec, show));
  controls.append(...fields.map((part) => part.label));
  spec.settled = () => fields.forEach((part) => part.follow());
  plans.watch(show);
  let width = 0;
  new ResizeObserver(() => {
    if (width === host.clientWidth) return;
    width = host.clientWidth;
    show();
  }).observe(host);
}

// A select, or a slider where the control has values.
function field(control, id, choice, spec, show) {
  const input = control.values
    ? element("input", { type: "range", min: 0, max: control.values.length - 1, step: 1 })
    : element("select", {}, ...control.options.map(({ value, text }) => element("option", { value }, text)));
  const value = element("output", {});
  choice[control.name] = control.start ?? (control.values ? 0 : control.options[0].value);
  const follow = () => {
    input.value = choice[control.name];
    if (!control.values) return;
    value.textContent = control.values[choice[control.name]];
    input.setAttribute("aria-valuetext", value.textContent);
  };
  input.id = `${id}-${control.name.replace(/\W/g, "-")}`;
  input.dataset.control = control.name;
  input.addEventListener("input", () => {
    choice[control.name] = control.values ? Number(input.value) : input.value;
    spec.changed?.(choice, control.name);
    spec.settled();
    show();
  });
  follow();
  const label = element("label", { for: input.id }, element("span", {}, control.label), input);
  if (control.values) label.append(value);
  return { label, follow };
}

// A chart with a name for screen readers, in which arrow keys move what the pointer moves otherwise.
function named(chart, title, spoken) {
  chart.setAttribute("aria-hidden", "true");
  const label = `${title}. Arrow keys tell the values one by one; the table below holds them all.`;
  const holder = element("div", { class: "chart", role: "img", tabindex: "0", "aria-label": label }, chart);
  const point = (type, at) => chart.dispatchEvent(new PointerEvent(type, { ...at, pointerType: "mouse" }));
  let place = -1;
  holder.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const marks = [...chart.querySelectorAll("[data-values] > *")];
    if (!step || marks.length === 0) return;
    event.preventDefault();
    place = (place + step + marks.length) % marks.length;
    const box = marks[place].getBoundingClientRect();
    const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    point("pointerenter", at);
    point("pointermove", at);
    requestAnimationFrame(() => {
      const lines = [...chart.querySelectorAll('[aria-label="tip"] tspan')].map((line) => line.textContent);
      spoken.textContent = lines.join(" ").replaceAll("\u200b", "");
    });
  });
  holder.addEventListener("blur", () => point("pointerleave"));
  return holder;
}

function fill(details, { title, head, rows }) {
  const cell = (value) => {
    const made = element("td", typeof value === "number" ? { class: "number" } : {});
    made.textContent = value ?? "";
    return made;
  };
  const caption = element("caption", {}, title);
  const top = element(
    "thead",
    {},
    element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name))),
  );
  const body = element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(cell))));
  const button = element("button", { type: "button", "data-copy": "" }, "Copy table");
  const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title });
  scroll.append(element("table", {}, caption, top, body));
  details.replaceChildren(details.firstElementChild, element("div", {}, button, scroll));
}
