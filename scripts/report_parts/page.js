// Brings the page to life: every <div data-figure="…"> gets its controls, its chart and its table.
import { chooser } from "./chooser.js";
import { figure } from "./figure.js";
import { cost } from "./cost.js";
import { incidence, months } from "./curves.js";
import { equity } from "./equity.js";
import { naive } from "./naive.js";
import { outcomes } from "./outcomes.js";
import { sweep } from "./sweep.js";
import { tornado } from "./tornado.js";

// By the name of their part of the data.
const figures = { outcomes, factors: sweep, tornado, cost, months, incidence, groups: equity, naive };
const data = JSON.parse(document.getElementById("data").textContent);
const plans = chooser(document.getElementById("chooser"), data);

for (const host of document.querySelectorAll("[data-figure]")) {
  figure(host, plans, figures[host.dataset.figure](data));
}
