// The search client outside a browser: its scripts, and a document that loads data files from a folder.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const SCRIPTS = ["search-stem", "search-tokens", "search-query", "search-index", "search-rank", "search-excerpt"];

/** The client's functions, for the site that was built into `folder`. */
function client(folder = "") {
  globalThis.postilSearch = undefined;
  globalThis.document = documentOf(folder);
  for (const name of SCRIPTS) {
    const file = path.join(__dirname, `../../themes/default/js/${name}.js`);
    vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  }
  return globalThis.postilSearch;
}

function documentOf(folder) {
  const append = (script) => {
    const file = decodeURIComponent(script.src);
    queueMicrotask(() => {
      if (!fs.existsSync(file)) return script.onerror();
      vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
      script.onload();
    });
  };
  return {
    documentElement: { dataset: { root: folder && `${folder}/` } },
    createElement: () => ({ remove() {} }),
    head: { append },
  };
}

module.exports = { client };
