// The editor: our prefixes, our completions, our endpoint, and nothing that is typed leaves this server.
"use strict";
(() => {
  const place = document.getElementById("yasgui");
  if (!place || typeof Yasgui === "undefined") return;
  const data = JSON.parse(document.getElementById("query-data").textContent);
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const completer = (name, terms) => ({
    name, bulk: true, persistenceId: null, autoShow: false,
    get: () => terms,
  });
  Yasgui.Yasqe.forkAutocompleter("property", completer("own-property", data.properties));
  Yasgui.Yasqe.forkAutocompleter("class", completer("own-class", data.classes));
  const prefixes = Object.entries(data.prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort();
  Yasgui.Yasqe.forkAutocompleter("prefixes", completer("own-prefixes", prefixes));
  Yasgui.Yasqe.defaults.autocompleters = ["own-prefixes", "own-property", "own-class", "variables"];
  Yasgui.Yasr.defaults.prefixes = data.prefixes;
  Object.assign(Yasgui.defaults, { persistenceId: null, populateFromUrl: false, copyEndpointOnNewTab: true, endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} } });
  const editor = new Yasgui(place, { requestConfig: { endpoint, method: "POST" }, persistenceId: null, populateFromUrl: false, autofocus: false, yasqe: { value: data.query } });
  window.mandategraph = { editor };
  document.getElementById("plain").classList.add("covered");
  const set = (text) => editor.getTab().setQuery(text);
  set(data.query);
  document.getElementById("examples").addEventListener("change", (event) => {
    const found = data.examples.find((one) => one.name === event.target.value);
    if (found) set(found.query);
  });
  place.dataset.ready = "yes";
})();
