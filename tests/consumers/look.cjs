// Opens a page in a browser, clicks on an edge and a node, and prints what it saw and what it asked the network for.
// node look.cjs BROWSER PAGE PICTURE
"use strict";
const { chromium } = require("playwright-core");
const [browser, page, picture] = process.argv.slice(2);

(async () => {
  const running = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  const tab = await running.newPage({ viewport: { width: 1200, height: 800 } });
  const requests = [], errors = [];
  tab.on("request", request => { if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url()); });
  tab.on("pageerror", error => errors.push(String(error)));
  tab.on("console", message => { if (message.type() === "error") errors.push(message.text()); });
  await tab.goto("file://" + page);
  const nodes = await tab.locator(".node").count(), edges = await tab.locator(".edge").count();
  const box = await tab.locator(".node circle").first().boundingBox();
  await tab.screenshot({ path: picture });
  await tab.locator(".edge").first().focus();
  await tab.keyboard.press("Enter");
  const edge = await tab.locator("#panel").innerText();
  await tab.locator(".node circle").first().click({ force: true });
  const node = await tab.locator("#panel").innerText();
  await tab.fill("#search", "UNIDO");
  const dimmed = await tab.locator(".node.dim").count();
  process.stdout.write(JSON.stringify({ nodes, edges, edge, node, dimmed, requests, errors, drawn: box.width > 0 }));
  await running.close();
})().catch(error => { process.stderr.write(String(error)); process.exit(1); });
