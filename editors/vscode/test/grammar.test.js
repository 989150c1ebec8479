// The grammar in the Markdown grammar of Visual Studio Code: which words have which colours.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { before, test } = require("node:test");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const OWN = "postil.transcript.injection";
const OWN_FILE = path.join(__dirname, "../syntaxes/transcript.tmLanguage.json");
const MARKDOWN_FILE = require.resolve("tm-grammars/grammars/markdown.json");

let grammar;

before(async () => {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    getInjections: (scope) => (scope === "text.html.markdown" ? [OWN] : []),
    loadGrammar: async (scope) => {
      const file = { "text.html.markdown": MARKDOWN_FILE, [OWN]: OWN_FILE }[scope];
      return file ? textmate.parseRawGrammar(fs.readFileSync(file, "utf8"), file) : null;
    },
  });
  grammar = await registry.loadGrammar("text.html.markdown");
});

/** The words of each scope of this grammar in `text`, as [scope, words]. */
function scopes(text) {
  const found = [];
  let state = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const token of tokens) {
      const own = token.scopes.filter((scope) => scope.endsWith(".postil") && !scope.startsWith("punctuation"));
      if (own.length > 0) found.push([own.at(-1).replace(/\.postil$/, ""), line.slice(token.startIndex, token.endIndex)]);
    }
  }
  return found;
}

const SPEAKER = "entity.name.tag.speaker";

test("labels are coloured in the forms that transcribers use", () => {
  const forms = {
    "**Ann Lee:** Hello.": "Ann Lee",
    "**Ann Lee**: Hello.": "Ann Lee",
    "__Ann:__ Hello.": "Ann",
    "Ann Lee: Hello.": "Ann Lee",
    "Jan van der Berg: Hello.": "Jan van der Berg",
    "SPEAKER_00: Hello.": "SPEAKER_00",
    "דוד: שלום.": "דוד",
    "李明：你好。": "李明",
    "**李明：**你好。": "李明",
  };
  for (const [text, name] of Object.entries(forms)) assert.deepEqual(scopes(text), [[SPEAKER, name]], text);
});

test("a time beside a name is a time", () => {
  const expected = [[SPEAKER, "Ann"], ["constant.numeric.time", "(0:12)"]];
  assert.deepEqual(scopes("**Ann (0:12):** Hello."), expected);
  assert.deepEqual(scopes("## Begin [00:12:30]"), [["constant.numeric.time", "00:12:30"]]);
});

test("words that are no label are left alone", () => {
  for (const text of ["see: this", "He said: no.", "> quoted", "- a list", "https://example.org", "**Bold** words: no"]) {
    const found = scopes(text).filter(([scope]) => scope === SPEAKER);
    assert.deepEqual(found, [], text);
  }
});

test("notes have their kind, name and attribution", () => {
  assert.deepEqual(scopes("words[^fact:bet] more[^a]"), [
    ["storage.type.kind", "fact"],
    ["variable.other.note", "bet"],
    ["variable.other.note", "a"],
  ]);
  const named = scopes("[^fact:bet]: {by=ann date=2025-09-01} So.");
  assert.deepEqual(named.filter(([scope]) => scope !== "meta.attribution"), [
    ["storage.type.kind", "fact"],
    ["entity.name.section.note", "bet"],
    ["keyword.other.attribution", "by"],
    ["string.unquoted", "ann"],
    ["keyword.other.attribution", "date"],
    ["string.unquoted", "2025-09-01"],
  ]);
});

test("highlights and key quotes are coloured", () => {
  const highlight = "markup.inserted";
  assert.deepEqual(scopes("so ==these words==[^a]"), [[highlight, "these words"], ["variable.other.note", "a"]]);
  assert.deepEqual(scopes("==Words=={.key}"), [[highlight, "Words"], ["storage.modifier.key-quote", ".key"]]);
});

test("code is left as it is", () => {
  assert.deepEqual(scopes("```\n**Ann:** [^a] [0:12]\n```"), []);
  assert.deepEqual(scopes("so `[^a]` and `==x==`"), []);
});
