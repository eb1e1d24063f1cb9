// Draws nodes and edges with Cytoscape.js: expand on click, sentences on an edge.
"use strict";
(() => {
  const canvas = document.getElementById("canvas");
  if (!canvas || typeof cytoscape === "undefined") return;
  const side = document.getElementById("side");
  const words = side ? JSON.parse(side.dataset.words) : {};
  const colours = {
    Organization: "#0b5cad", Fund: "#0b5cad", Unit: "#0b5cad", Body: "#1f6f86", Session: "#1f6f86",
    Programme: "#0f7b53", Partnership: "#0f7b53", Country: "#a8324a", Region: "#a8324a", CountryGroup: "#a8324a", Place: "#a8324a",
    Document: "#8a4b08", Resolution: "#8a4b08", Decision: "#8a4b08", Declaration: "#8a4b08", Agreement: "#8a4b08", Instrument: "#8a4b08",
    Event: "#6d3fb5", Goal: "#b4371f", Target: "#b4371f", SDG: "#b4371f", Person: "#93307b",
    Framework: "#8a5a00", Publication: "#8a5a00", Standard: "#8a5a00", Tool: "#8a5a00", Facility: "#5d6b12",
  };
  const han = "\u2e80-\u2fff\u3000-\u9fff\uf900-\ufaff\uff00-\uff65";
  const between = new RegExp(`(?<=[${han}])\\s+(?=[${han}]|$)|^\\s*\\n\\s*(?=[${han}])`, "gu");
  const prose = (text) => (text || "").replace(between, "").replace(/\s*\n\s*/gu, " ");
  const wide = (letter) => (letter > "\u2e7f" ? 1 : 0.56);
  const short = (text) => {
    let room = 18, kept = "";
    for (const letter of text) { room -= wide(letter); if (room < 0) return `${kept.trimEnd()}…`; kept += letter; }
    return kept;
  };
  const node = (one) => ({ data: { id: one.iri, label: short(one.label), full: one.label, type: one.type || "", kind: one.typeLabel || "", colour: colours[one.type] || "#5b6b7f", degree: one.degree || 1, size: 14 + 6 * Math.log2(1 + (one.degree || 1)), base: Math.min(22, 12 + 1.8 * Math.log2(one.degree || 1)), font: 12 } });
  const edge = (one) => ({ data: { id: `${one.source} ${one.predicate} ${one.target}`, source: one.source, target: one.target, label: one.label, facts: one.facts || [], width: 1 + Math.min(4, (one.facts || []).length) * 0.6 } });
  const cy = cytoscape({
    container: canvas,
    textureOnViewport: true,
    hideEdgesOnViewport: true,
    minZoom: 0.05,
    maxZoom: 4,
    style: [
      { selector: "node", style: { "background-color": "data(colour)", width: "data(size)", height: "data(size)", label: "data(label)", "font-size": "data(font)", "font-family": "Noto Sans, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif", color: "#1b2430", "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": "#fff", "text-outline-width": 2, "min-zoomed-font-size": 5 } },
      { selector: "edge", style: { width: "data(width)", "line-color": "#b9c4d0", "target-arrow-color": "#b9c4d0", "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier", label: "data(label)", "font-size": 11, color: "#6b3a00", "text-outline-color": "#fff", "text-outline-width": 2, "min-zoomed-font-size": 14, "text-rotation": "autorotate" } },
      { selector: "node.quiet", style: { label: "" } },
      { selector: "node.far", style: { opacity: 0.18, label: "" } },
      { selector: "edge.far", style: { opacity: 0.08, label: "" } },
      { selector: "node.near", style: { label: "data(label)", "min-zoomed-font-size": 0, "z-index": 10 } },
      { selector: "edge.near", style: { "line-color": "#7f93ab", "target-arrow-color": "#7f93ab", "min-zoomed-font-size": 7 } },
      { selector: ":selected", style: { "border-width": 3, "border-color": "#f2a900", "line-color": "#f2a900", "target-arrow-color": "#f2a900" } },
    ],
  });
  window.mandategraph = { cy };
  // A name that would lie on another one is left out, those with the most links first; nearer by, there is room for more.
  const quieten = () => cy.batch(() => {
    cy.nodes(".quiet").removeClass("quiet");
    if (cy.nodes().length > 1000) { cy.nodes().filter((one) => one.data("degree") < 4).addClass("quiet"); return; }
    const zoom = cy.zoom(), cell = 64, taken = new Map();
    // Names are as large on the screen from afar as from nearby.
    cy.nodes().forEach((one) => { one.data("font", Math.min(20, Math.max(12, one.data("base") * zoom)) / zoom); });
    const hold = (box) => {
      for (let i = Math.floor(box[0] / cell); i <= box[2] / cell; i += 1) for (let j = Math.floor(box[1] / cell); j <= box[3] / cell; j += 1) taken.set(`${i} ${j}`, [...(taken.get(`${i} ${j}`) || []), box]);
    };
    for (const one of cy.nodes()) {
      const { x, y } = one.renderedPosition(), half = one.data("size") * zoom * 0.35;
      hold(Object.assign([x - half, y - half, x + half, y + half], { node: one }));
    }
    // The most joined are named even where a node lies beneath.
    cy.nodes().sort((a, b) => b.data("degree") - a.data("degree")).forEach((one, place) => {
      const { x, y } = one.renderedPosition(), font = one.data("font") * zoom;
      const width = [...one.data("label")].reduce((sum, letter) => sum + wide(letter), 0) * font;
      const top = y + (one.data("size") / 2 + 3) * zoom;
      const box = [x - width / 2, top, x + width / 2, top + font * 1.15];
      const cells = [];
      for (let i = Math.floor(box[0] / cell); i <= box[2] / cell; i += 1) for (let j = Math.floor(box[1] / cell); j <= box[3] / cell; j += 1) cells.push(`${i} ${j}`);
      const hit = cells.some((key) => (taken.get(key) || []).some((other) => !(other.node && (place < 6 || other.node === one)) && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
      if (hit) one.addClass("quiet");
      else hold(box);
    });
  });
  let pause = 0;
  cy.on("zoom layoutstop dragfree", () => { clearTimeout(pause); pause = setTimeout(quieten, 120); });
  const point = (found) => cy.batch(() => {
    cy.elements(".near, .far").removeClass("near far");
    if (!found) return;
    const near = found.isNode() ? found.closedNeighborhood() : found.union(found.connectedNodes());
    near.addClass("near");
    cy.elements().difference(near).addClass("far");
  });
  cy.on("mouseover", "node, edge", (event) => point(event.target));
  cy.on("mouseout", "node, edge", () => point(null));
  cy.on("tap", (event) => { if (event.target === cy) { point(null); if (side) side.hidden = true; } });
  const zoomBy = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const keys = {
    ArrowLeft: () => cy.panBy({ x: 60, y: 0 }), ArrowRight: () => cy.panBy({ x: -60, y: 0 }), ArrowUp: () => cy.panBy({ x: 0, y: 60 }), ArrowDown: () => cy.panBy({ x: 0, y: -60 }),
    "+": () => zoomBy(1.3), "=": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), 0: () => cy.fit(undefined, 24),
  };
  canvas.addEventListener("keydown", (event) => { if (keys[event.key] && !event.ctrlKey && !event.metaKey) { event.preventDefault(); keys[event.key](); } });
  const tools = document.getElementById("tools");
  if (tools) {
    tools.hidden = false;
    for (const button of tools.children) button.addEventListener("click", () => keys[button.value]());
  }
  const arrange = (fresh) => {
    const many = cy.nodes().length > 400;
    const layout = cy.layout({ name: "fcose", quality: many ? "draft" : "default", randomize: fresh, animate: !many && !fresh, animationDuration: 500, nodeSeparation: 120, idealEdgeLength: 150, nodeRepulsion: 24000, nodeDimensionsIncludeLabels: cy.nodes().length <= 150, numIter: many ? 800 : 2500, packComponents: true, padding: 50 });
    layout.one("layoutstop", () => { 
      // A pair that hangs together with nothing else must not make the rest small.
      const parts = cy.elements().components().sort((a, b) => b.nodes().length - a.nodes().length);
      if (fresh && parts.length > 1 && parts[0].nodes().length > 0.8 * cy.nodes().length) cy.fit(parts[0], 50);
      // Few are not drawn as large as the canvas.
      if (fresh && cy.zoom() > 1.4) { cy.zoom(1.4); cy.center(); }
      quieten();
      canvas.dataset.ready = String(cy.nodes().length);
    });
    layout.run();
  };
  const legend = () => {
    const list = document.getElementById("legend");
    if (!list) return;
    const kinds = new Map(cy.nodes().map((one) => [one.data("kind"), one.data("type")]));
    list.replaceChildren(...[...kinds].filter(([kind]) => kind).sort().map(([kind, type]) => element("li", { class: `thing t-${type}` }, kind)));
  };
  const add = (record, fresh) => {
    const known = (one) => cy.getElementById(one.data.id).length > 0;
    const nodes = record.nodes.map(node).filter((one) => !known(one));
    if (!fresh && side) nodes.forEach((one) => { const near = record.focus && cy.getElementById(record.focus); if (near && near.length) one.position = { x: near.position("x") + Math.random() * 80 - 40, y: near.position("y") + Math.random() * 80 - 40 }; });
    cy.add([...nodes, ...record.edges.map(edge).filter((one) => !known(one))]);
    legend();
    const count = document.getElementById("canvas-count");
    if (count && !fresh) count.textContent = String(cy.nodes().length);
    arrange(fresh);
  };
  const show = (...children) => {
    if (!side) return;
    const button = element("button", { type: "button", class: "button small close" }, words.close);
    button.addEventListener("click", () => { side.hidden = true; canvas.focus(); });
    side.replaceChildren(button, ...children);
    side.hidden = false;
    side.scrollTop = 0;
  };
  const expand = async (id) => {
    const response = await fetch(`${canvas.dataset.expand}?entity=${encodeURIComponent(id)}&lang=${canvas.dataset.lang}`);
    if (response.ok) add(await response.json(), false);
  };
  cy.on("tap", "node", (event) => {
    const data = event.target.data();
    if (!side) { location.href = pagePath(data.id); return; }
    const button = element("button", { type: "button", id: "expand" }, words.expand);
    button.addEventListener("click", () => expand(data.id));
    show(element("h3", {}, element("a", { href: pagePath(data.id) }, data.full)), element("p", { class: "faint" }, data.kind), element("p", { class: "actions" }, button));
    expand(data.id);
  });
  cy.on("tap", "edge", async (event) => {
    const data = event.target.data();
    if (!side) { if (data.facts.length) location.href = pagePath(data.facts[0]); return; }
    const found = await Promise.all(data.facts.slice(0, 5).map(async (iri) => (await fetch(`${canvas.dataset.facts}${iri.split("/").pop()}?lang=${canvas.dataset.lang}`)).json()));
    const parts = [];
    for (const fact of found) {
      parts.push(element("h3", {}, element("a", { href: pagePath(fact.iri) }, `${fact.subject.label} — ${fact.predicate.label} — ${fact.object.label || fact.object.value}`)));
      for (const reason of fact.evidence.slice(0, 4)) {
        parts.push(element("figure", { class: "reason" }, element("blockquote", { lang: reason.language }, prose(reason.before), element("mark", {}, prose(reason.quote)), prose(reason.after)), element("figcaption", {}, `${reason.symbol}, ${words.para} ${reason.paragraph}`)));
      }
    }
    show(...parts);
  });
  const rows = (answer) => {
    const ends = answer.columns.filter((column) => column.kind.startsWith("entity") && !["document", "session"].includes(column.name)).map((column) => column.name);
    const fact = answer.columns.find((column) => column.kind === "fact");
    const nodes = new Map(), edges = [];
    for (const row of answer.rows.slice(0, 600)) {
      // A question that is about one thing has it in its parameters, not in its rows.
      const cells = [...answer.focus, ...ends.map((name) => row[name])].filter((cell) => cell && cell.iri);
      cells.forEach((cell) => nodes.set(cell.iri, { ...cell, degree: 1 + ((nodes.get(cell.iri) || {}).degree || 0) }));
      for (let place = 1; place < cells.length; place += 1) {
        edges.push({ source: cells[place - 1].iri, target: cells[place].iri, predicate: String(place), label: "", facts: fact && row[fact.name] ? [row[fact.name].iri] : [] });
      }
    }
    return { nodes: [...nodes.values()], edges };
  };
  (async () => {
    const response = await fetch(canvas.dataset.source || canvas.dataset.rows);
    if (!response.ok) return;
    const record = await response.json();
    const drawn = canvas.dataset.rows ? rows(record) : record;
    if (canvas.dataset.rows && !drawn.edges.length) { canvas.hidden = true; return; }
    add(drawn, true);
  })();
})();
