// Reads an export with a program of the npm world and prints what it found as JSON.
// node read.cjs FORMAT FILE
"use strict";
const fs = require("fs");
const [format, file] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf-8");

function counted(graph) {
  const edges = graph.mapEdges((key, data, source, target) => ({ key, source, target, ...data }));
  const nodes = graph.mapNodes((key, data) => ({ key, ...data }));
  return { nodes, edges };
}

let found;
if (format === "gexf") {
  const { DOMParser } = require("@xmldom/xmldom");
  const Graph = require("graphology");
  found = counted(require("graphology-gexf").parse(Graph, new DOMParser().parseFromString(text, "application/xml")));
} else if (format === "graphml" || format === "yed") {
  const { DOMParser } = require("@xmldom/xmldom");
  const Graph = require("graphology");
  found = counted(require("graphology-graphml").parse(Graph, new DOMParser().parseFromString(text, "application/xml")));
} else {
  const cytoscape = require("cytoscape");
  const given = JSON.parse(text);
  const drawn = cytoscape({ headless: true, styleEnabled: true, elements: given.elements, style: given.style || [] });
  found = { nodes: drawn.nodes().map(one => one.data()), edges: drawn.edges().map(one => one.data()) };
}
// cytoscape.js keeps timers, so the end has to be said.
process.stdout.write(JSON.stringify(found), () => process.exit(0));
