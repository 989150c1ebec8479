// A quotation in the forms that people and programs take: what was said, by whom, when, and where it stands.
//
// A quotation is `{turns, title, site, date, day, language, address, identifier, pages, signs, isTranscript}`, each
// turn `{speakers, time, words}` with the words of each paragraph. `pages` are the first and last of a printed source, and
// `signs` the quotation marks and words of the page's language.
const postilQuoteFormats = (() => {
  "use strict";

  const joined = (speakers) => speakers.join(" & ");
  const source = (quotation) => [quotation.title, quotation.date, printed(quotation)].filter(Boolean).join(", ");

  // Words that nobody is named for stand alone, or behind their time.
  function head({ speakers, time }) {
    return [joined(speakers), time && `(${time})`].filter(Boolean).join(" ");
  }

  const before = (label, words) => (label ? `${label}: ${words}` : words);

  function text(quotation) {
    const turns = quotation.turns.map((turn) => before(head(turn), turn.words.join("\n\n")));
    return `${turns.join("\n\n")}\n\n${source(quotation)}\n${quotation.address}\n`;
  }

  /* A citation: who said what, when, where, on which page, and the address of these words. */

  const LONGEST = 40; // words of a quotation in a citation

  function cite(quotation) {
    const { turns, title, site, day, identifier, address, signs } = quotation;
    const said = turns.flatMap((turn) => turn.words).join(" ").split(" ");
    const quoted = said.length > LONGEST ? `${said.slice(0, LONGEST).join(" ")} …` : said.join(" ");
    const words = `${signs.open}${quoted}${signs.close}`;
    const who = speakersOf(quotation).join(", ");
    const place = [turns[0].time && `(${turns[0].time})`, printed(quotation)].filter(Boolean).join(", ");
    const parts = [who, [words, place].filter(Boolean).join(" "), title, [site, day].filter(Boolean).join(", ")];
    return `${parts.filter(Boolean).map(ended).join(" ")} ${[identifier, address].filter(Boolean).join(" ")}\n`;
  }

  /** `p. 51`, `pp. 51–52` */
  function printed({ pages, signs }) {
    if (!pages.length) return "";
    return `${pages.length > 1 ? signs.pages : signs.page} ${pages.join("–")}`;
  }

  const ended = (part) => (/[.!?…。！？]["”»’]?$/u.test(part) ? part : `${part}.`);

  /* Markdown */

  function markdown(quotation) {
    const turns = quotation.turns.map((turn) => {
      const words = turn.words.map(plain).join("\n\n");
      return turn.speakers.length ? `**${plain(joined(turn.speakers))}:** ${words}` : words;
    });
    const { time } = quotation.turns[0];
    const place = `— [${plain(source(quotation))}](${quotation.address})${time ? `, ${time}` : ""}`;
    return `${turns.join("\n\n")}\n\n${place}`.replace(/^(?=.)/gm, "> ").replace(/^$/gm, ">") + "\n";
  }

  /** Text in which Markdown sees no markup. */
  function plain(words) {
    return words.replace(/[\\`*_[\]<>|~=^]/g, "\\$&").replace(/^(\s*)([#+-]|\d+(?=[.)]))/gm, "$1\\$2");
  }

  /* A note for a file of notes: the words, and room for what there is to say. */

  function note(quotation) {
    const paragraphs = quotation.turns.flatMap(({ words }) => words.map(plain));
    return `> ${paragraphs.join("\n>\n> ")}\n\n`;
  }

  /* HTML */

  function html(quotation) {
    const turns = quotation.turns.map((turn) => {
      const words = turn.words.map(escaped);
      const label = head(turn) && `<b>${escaped(head(turn))}:</b> `;
      const first = `<p>${label}${words[0]}</p>`;
      return [first, ...words.slice(1).map((more) => `<p>${more}</p>`)].join("\n");
    });
    const address = escaped(quotation.address);
    const link = `<a href="${address}">${escaped(quotation.title)}</a>`;
    const date = quotation.date ? `, <time datetime="${quotation.date}">${quotation.date}</time>` : "";
    const lines = [`<blockquote cite="${address}" lang="${escaped(quotation.language)}">`, ...turns, `<footer>— ${link}${date}</footer>`];
    return `${lines.join("\n")}\n</blockquote>\n`;
  }

  function escaped(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }

  /* BibTeX */

  function bibtex(quotation) {
    const [year, month] = (quotation.date ?? "").split("-");
    const fields = {
      author: speakersOf(quotation).map((name) => `{${braced(name)}}`).join(" and "),
      title: `{${braced(quotation.title)}}`,
      year,
      month: month && String(Number(month)),
      howpublished: braced(quotation.site),
      pages: quotation.pages.map(braced).join("--"),
      doi: doiOf(quotation),
      url: quotation.address.replace(/[{}\\]/g, encodeURIComponent),
      language: braced(quotation.language),
      note: braced(words(quotation)),
    };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
    return `@misc{${key(quotation)},\n${lines.join("\n")}\n}\n`;
  }

  /** Text in which TeX sees no commands. */
  function braced(words) {
    const signs = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
    return words.replace(/[\\{}$&#%_~^]/g, (sign) => signs[sign] ?? `\\${sign}`);
  }

  function key(quotation) {
    const words = postilWords.slug(`${speakersOf(quotation)[0] ?? quotation.title} ${(quotation.date ?? "").slice(0, 4)}`);
    return words.normalize("NFKD").replace(/[^a-z0-9-]/g, "").replace(/^-|-$/g, "") || "quotation";
  }

  /* CSL-JSON */

  function csl(quotation) {
    const date = quotation.date?.split("-").map(Number);
    const item = {
      id: key(quotation),
      type: quotation.isTranscript ? "interview" : "webpage",
      title: quotation.title,
      author: speakersOf(quotation).map((literal) => ({ literal })),
      "container-title": quotation.site,
      issued: date && { "date-parts": [date] },
      page: quotation.pages.join("-") || undefined,
      DOI: doiOf(quotation),
      URL: quotation.address,
      language: quotation.language,
      note: words(quotation),
    };
    return `${JSON.stringify([item], null, 2)}\n`;
  }

  const doiOf = ({ identifier }) => identifier?.match(/^https:\/\/doi\.org\/(.*)/)?.[1];

  function speakersOf({ turns }) {
    return Array.from(new Set(turns.flatMap(({ speakers }) => speakers)));
  }

  function words({ turns }) {
    const said = turns.flatMap((turn) => turn.words).join(" ");
    return [turns[0].time, `“${said}”`].filter(Boolean).join(": ");
  }

  return { text, cite, markdown, html, bibtex, csl, note, plain };
})();
