// Which plans the figures show: one list of boxes for the whole page.
import { element, symbol } from "./parts.js";

const MOST_LISTED = 200;

// Returns { chosen: places of the chosen plans, watch: calls back when they change }.
export function chooser(host, data) {
  const chosen = new Set(data.first);
  const watchers = [];
  const plans = { watch: (callback) => watchers.push(callback) };
  Object.defineProperty(plans, "chosen", { get: () => [...chosen].sort((a, b) => a - b) });
  if (!host) return plans;

  const summary = element("summary");
  const filter = element("input", {
    type: "search",
    "aria-label": "Filter plans by name",
    placeholder: "filter by name",
  });
  const list = element("div", { class: "boxes" });
  const told = () => {
    summary.textContent = `Plans shown: ${chosen.size} of ${data.plans.length} (choose)`;
  };
  const change = () => {
    told();
    watchers.forEach((callback) => callback());
  };
  const made = new Map();
  const boxOf = (place) => {
    if (!made.has(place)) made.set(place, box(place));
    return made.get(place);
  };
  const box = (place) => {
    const plan = data.plans[place];
    const input = element("input", { type: "checkbox", value: place });
    input.checked = chosen.has(place);
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(place);
      else chosen.delete(place);
      change();
    });
    return element("label", {}, input, symbol(plan), plan.name);
  };
  const fill = () => {
    const wanted = filter.value.toLowerCase();
    const found = data.plans.flatMap(({ name }, place) =>
      name.toLowerCase().includes(wanted) ? [place] : [],
    );
    list.replaceChildren(...found.slice(0, MOST_LISTED).map(boxOf));
    if (found.length > MOST_LISTED) list.append(`… and ${found.length - MOST_LISTED} more: filter by name`);
  };
  filter.addEventListener("input", fill);
  fill();
  told();
  const fieldset = element("fieldset", {}, element("legend", {}, "Plans that the figures show"));
  if (data.plans.length > 12) fieldset.append(filter);
  fieldset.append(list);
  host.append(element("details", {}, summary, fieldset));
  return plans;
}
