// Suggestions while typing, tables that sort, and texts that copy. Pages read and work without it.
"use strict";
document.documentElement.classList.add("js");
const root = document.body.dataset.root;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function pagePath(iri, base) {
  return `${root}/page?iri=${encodeURIComponent(iri)}`;
}

let lists = 0;
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = element("ul", { class: "suggestions", role: "listbox", id: `suggestions-${++lists}` });
  list.hidden = true;
  document.body.append(list);
  for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(key, value);
  }
  let chosen = -1, timer = 0, asked = 0;
  const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (place) => {
    const items = [...list.children];
    chosen = (place + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (item) => {
    if (input.name === "q") { location.href = pagePath(item.dataset.iri); return; }
    input.value = item.dataset.text;
    close();
  };
  const show = async () => {
    const words = input.value.trim();
    const number = ++asked;
    if (!words) { close(); return; }
    const types = (input.dataset.suggest || "").split(" ").filter(Boolean).map((type) => `&type=${type}`).join("");
    const response = await fetch(`${root}/api/search?limit=12&q=${encodeURIComponent(words)}${types}`);
    if (!response.ok || number !== asked || document.activeElement !== input) return;
    const found = (await response.json()).results;
    list.replaceChildren(...found.map((one, index) => {
      const text = one.match === one.label ? one.label : `${one.match} — ${one.label}`;
      const item = element("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" }, element("span", { class: "faint" }, one.typeLabel || ""), text);
      item.dataset.iri = one.iri;
      item.dataset.text = one.match;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    }));
    if (!found.length) { close(); return; }
    const box = input.getBoundingClientRect();
    Object.assign(list.style, { left: `${box.left + scrollX}px`, top: `${box.bottom + scrollY}px`, minWidth: `${box.width}px` });
    list.hidden = false;
    chosen = -1;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
  });
}

for (const table of document.querySelectorAll("table[data-sort]")) {
  const headings = [...table.querySelectorAll("thead th")];
  headings.forEach((heading, place) => {
    const button = element("button", { type: "button" }, heading.textContent);
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.cells[place].textContent.trim();
      const number = (value) => (/^-?[\d,]+(\.\d+)?$/.test(value) ? Number(value.replaceAll(",", "")) : NaN);
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [text(a), text(b)];
        const difference = number(x) - number(y);
        return Number.isNaN(difference) ? x.localeCompare(y, document.documentElement.lang) : difference;
      });
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  });
}

if (navigator.clipboard) {
  for (const text of document.querySelectorAll("code.copy, pre.copy")) {
    const button = element("button", { type: "button", class: "button small" }, document.documentElement.lang === "zh" ? "复制" : "Copy");
    button.addEventListener("click", async () => { await navigator.clipboard.writeText(text.textContent); button.textContent = "✓"; });
    text.after(" ", button);
  }
}

for (const link of document.querySelectorAll("a[href^='#']")) {
  link.addEventListener("click", () => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const details = target && target.querySelector("details");
    if (details) details.open = true;
  });
}
