// Which plans the figures show: one list of boxes for the whole page.
import { element, symbol } from "./parts.js";

const MOST_LISTED = 400;

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
  const boxes = data.plans.map((plan, place) => {
    const box = element("input", { type: "checkbox", value: place });
    box.checked = chosen.has(place);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(place);
      else chosen.delete(place);
      change();
    });
    return element("label", {}, box, symbol(plan), plan.name);
  });
  const fill = () => {
    const wanted = filter.value.toLowerCase();
    const found = boxes.filter((_, place) => data.plans[place].name.toLowerCase().includes(wanted));
    list.replaceChildren(...found.slice(0, MOST_LISTED));
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
