// Shows what differs between two licences. What differs was worked out by `openweights.diff`; nothing is judged here.
"use strict";

const block = document.querySelector(".ow-comparison");
const form = block.querySelector("form");
const status = block.querySelector("[role=status]");
const result = block.querySelector(".ow-result");
const [first, second] = [form.elements.a, form.elements.b];
const order = [...first.options].map((option) => option.value);
let asked = 0;

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const table = (caption, header, rows) => {
  const made = element("table", "", { class: "ow-table" });
  made.append(element("caption", caption));
  const head = made.createTHead().insertRow();
  head.append(...header.map((title) => element("th", title, { scope: "col" })));
  const body = made.createTBody();
  for (const [title, ...cells] of rows) body.insertRow().append(element("th", title, { scope: "row" }), ...cells.map((cell) => element("td", cell)));
  const region = element("div", "", { class: "ow-scroll", role: "region", "aria-label": caption, tabindex: "0" });
  region.append(made);
  return region;
};

const clauseText = (clause) => (clause ? `${clause[1]}: ${clause[3]}${clause[4] ? ` [${clause[4]}]` : ""}${clause[2] ? ` (${clause[2]})` : ""}` : "");

const load = async (slug) => {
  const answer = await fetch(`${block.dataset.folder}${encodeURIComponent(slug)}.json`);
  if (!answer.ok) throw new Error(`${slug}: ${answer.status}`);
  return answer.json();
};

const compare = async () => {
  const mine = ++asked;
  const [a, b] = [first.value, second.value];
  const address = new URL(location.href);
  address.search = "";
  if (a) address.searchParams.set("a", a);
  if (b) address.searchParams.set("b", b);
  history.replaceState(history.state, "", address);
  if (!a || !b) {
    result.replaceChildren();
    status.textContent = "Choose two licences.";
    return;
  }
  let here, there;
  try {
    [here, there] = await Promise.all([load(a), load(b)]);
  } catch {
    if (mine === asked) {
      result.replaceChildren();
      status.textContent = "The clauses could not be loaded. Try again.";
    }
    return;
  }
  if (mine !== asked) return; // another pair was chosen meanwhile
  // The pair is on file with the licence that comes first in the list; the other way round it reads from right to left.
  const turned = order.indexOf(a) > order.indexOf(b);
  const flat = a === b ? [] : turned ? there.diff[a] : here.diff[b];
  const changes = [];
  for (let at = 0; at < flat.length; at += 2) {
    const [left, right] = turned ? [flat[at + 1], flat[at]] : [flat[at], flat[at + 1]];
    changes.push([here.clauses[left], there.clauses[right]]);
  }
  const rows = changes.map(([before, after]) => [
    (before ?? after)[0],
    before && after ? "differs" : before ? "only the first" : "only the second",
    clauseText(before),
    clauseText(after),
  ]);
  const rights = Object.entries(here.rights).map(([right, permission]) => [right, permission, there.rights[right]]);
  result.replaceChildren(
    table("Rights", ["Right", here.name, there.name], [["freedom", here.freedom, there.freedom], ...rights]),
    ...(rows.length ? [table("Clauses that differ", ["Kind", "", here.name, there.name], rows)] : []),
  );
  status.textContent = `${rows.length} ${rows.length === 1 ? "clause differs" : "clauses differ"}.`;
};

const recall = () => {
  const wanted = new URLSearchParams(location.search);
  for (const field of [first, second]) field.value = order.includes(wanted.get(field.name)) ? wanted.get(field.name) : "";
};

form.addEventListener("change", compare);
form.addEventListener("submit", (event) => event.preventDefault());
form.elements.swap.addEventListener("click", () => {
  [first.value, second.value] = [second.value, first.value];
  compare();
});
addEventListener("popstate", () => {
  recall();
  compare();
});
recall();
compare();
