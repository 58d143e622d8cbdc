// Filters and sorts a table of records that stands in the page, and keeps both in the address.
// The table says what there is: the columns have a `data-key`, and a field of the form with the same name filters that column.
"use strict";

for (const block of document.querySelectorAll(".ow-records")) {
  const form = block.querySelector("form");
  const count = block.querySelector("[role=status]");
  const table = block.querySelector("table");
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  const keys = headers.map((header) => header.dataset.key);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // Read once: what a row is searched by, filtered by and sorted by.
  const records = [...body.rows].map((row) => {
    const cells = [...row.cells];
    const texts = cells.map((cell) => cell.textContent);
    return {
      row,
      text: `${texts.join(" ")} ${row.dataset.find}`.toLowerCase(),
      values: cells.map((cell, column) => cell.dataset.values ?? texts[column]),
      order: cells.map((cell, column) => cell.dataset.sort ?? texts[column]),
    };
  });

  const fields = [...form.elements].filter((field) => field.name);
  const sorting = { key: "", down: false };

  /** The tests that the form asks for, each a function of a record. */
  const tests = () =>
    fields.flatMap((field) => {
      const wanted = field.value.trim();
      if (!wanted) return [];
      if (field.name === "text") {
        const words = wanted.toLowerCase().split(/\s+/);
        return [(record) => words.every((word) => record.text.includes(word))];
      }
      const column = keys.indexOf(field.dataset.column ?? field.name);
      if (field.name === "since") return [(record) => record.order[column] !== "" && record.order[column] >= wanted];
      if (field.name === "until") return [(record) => record.order[column] !== "" && record.order[column] < wanted];
      // Publishers may have commas in their names: the whole cell counts as well as its parts.
      return [(record) => record.values[column] === wanted || record.values[column].split(", ").includes(wanted)];
    });

  const filter = () => {
    const wanted = tests();
    let left = 0;
    for (const record of records) {
      const passes = wanted.every((test) => test(record));
      if (record.row.hidden === passes) record.row.hidden = !passes;
      left += passes;
    }
    const all = records.length.toLocaleString("en");
    count.textContent = wanted.length ? `${left.toLocaleString("en")} of ${all} ${table.dataset.noun}` : `${all} ${table.dataset.noun}`;
  };

  const sort = () => {
    const column = keys.indexOf(sorting.key);
    headers.forEach((header, position) => {
      if (position === column) header.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    });
    if (column < 0) {
      body.append(...records.map((record) => record.row));
      return;
    }
    const way = sorting.down ? -1 : 1;
    const sorted = [...records].sort((one, other) => {
      const [here, there] = [one.order[column], other.order[column]];
      // What is not known comes last, whichever way.
      if (!here || !there) return !there - !here ? (here ? -1 : 1) : 0;
      return way * collator.compare(here, there);
    });
    body.append(...sorted.map((record) => record.row));
  };

  const remember = () => {
    const address = new URL(location.href);
    address.search = "";
    for (const field of fields) if (field.value.trim()) address.searchParams.set(field.name, field.value.trim());
    if (sorting.key) address.searchParams.set("sort", (sorting.down ? "-" : "") + sorting.key);
    history.replaceState(history.state, "", address);
  };

  const recall = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    const by = asked.get("sort") ?? "";
    sorting.down = by.startsWith("-");
    sorting.key = keys.includes(by.replace(/^-/, "")) ? by.replace(/^-/, "") : "";
  };

  headers.forEach((header) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      sorting.down = sorting.key === header.dataset.key && !sorting.down;
      sorting.key = header.dataset.key;
      sort();
      remember();
    });
  });

  const changed = () => {
    filter();
    remember();
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed)); // the fields are emptied after the event
  addEventListener("popstate", () => {
    recall();
    sort();
    filter();
  });

  recall();
  if (sorting.key) sort();
  filter();
  form.hidden = false;
  // The style sheet holds all but a screenful of rows back until the form has been painted.
  requestAnimationFrame(() => setTimeout(() => table.classList.add("ow-ready")));
}
