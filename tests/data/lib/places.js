// Everywhere that somebody's own words can stand in a site: each place makes the files of a site that has a text there.

/** A text as TOML has it. */
export const toml = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\ud800-\udfff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const BODY = '## Section\n\n**Ann:** [0:01] Hello ==there==[^one].\n\n**Bo:** [0:05] Good day.\n\n[^one]: {by=ann} A note.\n';

const page = (front, body = BODY) => `+++\ndate = 2024-05-06\n${/^title =/m.test(front) ? '' : 'title = "A page"\n'}${front}\n+++\n\n${body}`;

const front = (line) => (text) => page(line(toml(text)));

/** A text in a line of Markdown, where a text with an indent or a fence would be something else. */
const body = (write) => (text) => page('', `## Section\n\n${write(text)}\n\n**Bo:** [0:05] Good day.\n`);

/** Places in front matter and in settings: what stands there is text, whatever it looks like. */
export const plain = {
  title: front((text) => `title = ${text}`),
  summary: front((text) => `summary = ${text}`),
  tag: front((text) => `tags = [${text}]`),
  point: front((text) => `points = [${text}]`),
  speaker: front((text) => `speakers = [${text}]`),
  publisher: front((text) => `[source]\npublisher = ${text}`),
  licence: front((text) => `[source]\nlicence = ${text}`),
  'transcribed by': front((text) => `[source]\ntranscribed_by = ${text}`),
  'address of the source': front((text) => `[source]\nurl = ${text}`),
  recording: front((text) => `[media]\naudio = ${text}`),
  film: front((text) => `[media]\nvideo = ${text}`),
  'hosted film': front((text) => `[media]\nyoutube = ${text}`),
  language: front((text) => `language = ${text}`),
  alias: front((text) => `aliases = [${text}]`),
};

/** Places in a text: Markdown may make of it whatever Markdown makes. */
export const marked = {
  words: body((text) => `**Ann:** [0:01] And ${text} here.`),
  label: body((text) => `**${text}:** [0:01] Hello.`),
  heading: body((text) => `### ${text}\n\n**Ann:** Hello.`),
  note: body((text) => `**Ann:** Hello ==there==[^one].\n\n[^one]: And ${text} here.`),
  'name of a note': body((text) => `**Ann:** Hello ==there==[^one].\n\n[^one]: {by=${text}} A note.`),
  highlight: body((text) => `**Ann:** Hello ==${text}==[^one].\n\n[^one]: A note.`),
  'text of a link': body((text) => `**Ann:** [${text}](https://example.org/).`),
  'address of a link': body((text) => `**Ann:** [link](<${text}>) and [link](${text}).`),
  'title of a link': body((text) => `**Ann:** [link](https://example.org/ "${text}").`),
  autolink: body((text) => `**Ann:** <${text}>`),
  'text of a picture': body((text) => `**Ann:** ![${text}](https://example.org/a.png).`),
  'address of a picture': body((text) => `**Ann:** ![picture](<${text}>).`),
  'title of a picture': body((text) => `**Ann:** ![picture](https://example.org/a.png "${text}").`),
  code: body((text) => `**Ann:** \`${text}\`\n\n    ${text}`),
  'language of code': body((text) => `~~~${text}\nlet a = 1;\n~~~`),
  table: body((text) => `| ${text} | b |\n|:--|--:|\n| ${text} | d |`),
  quotation: body((text) => `> ${text}`),
  list: body((text) => `- ${text}\n- b`),
};

/** Files beside a page that hold notes on it. */
export const sidecars = {
  'words of a note beside': (text) => `> Hello\n\n${text}\n`,
  'author of a note beside': (text) => `{by=${text}}\n\n> Hello\n\nA note.\n`,
};

/** What a site says of itself; each of these makes all of `site.toml`. */
export const settings = {
  title: (text) => `title = ${toml(text)}\n`,
  description: (text) => `title = "Site"\ndescription = ${toml(text)}\n`,
  'name of a person': (text) => `title = "Site"\n[people.ann]\nname = ${toml(text)}\n`,
  'role of a person': (text) => `title = "Site"\n[people.ann]\nname = "Ann"\nrole = ${toml(text)}\n`,
  'life of a person': (text) => `title = "Site"\n[people.ann]\nname = "Ann"\nbio = ${toml(text)}\n`,
  'address of a person': (text) => `title = "Site"\n[people.ann]\nname = "Ann"\nurl = ${toml(text)}\n`,
  'picture of a person': (text) => `title = "Site"\n[people.ann]\nname = "Ann"\nimage = ${toml(text)}\n`,
  'label of a kind': (text) => `title = "Site"\n[notes.kinds.own]\nlabel = ${toml(text)}\n`,
  'sign of a kind': (text) => `title = "Site"\n[notes.kinds.own]\nlabel = "Own"\nsign = ${toml(text)}\n`,
  'title in the navigation': (text) => `title = "Site"\n[[navigation]]\ntitle = ${toml(text)}\nurl = "/"\n`,
  'address in the navigation': (text) => `title = "Site"\n[[navigation]]\ntitle = "Link"\nurl = ${toml(text)}\n`,
  logo: (text) => `title = "Site"\n[theme]\nlogo = ${toml(text)}\n`,
  'colour of the theme': (text) => `title = "Site"\n[theme.settings]\naccent = ${toml(text)}\n`,
  'address of a search engine': (text) => `title = "Site"\n[search]\nengine = "meilisearch"\nurl = ${toml(text)}\nkey = ${toml(text)}\n`,
};

/** Transcripts of other programs, by the ends of their names. */
export const imported = {
  'cue.vtt': (text) => `WEBVTT\n\n0:01.000 --> 0:02.000\n<v Ann>And ${text} here.\n\n0:03.000 --> 0:04.000\n<v Bo>Good day.\n`,
  'voice.vtt': (text) => `WEBVTT\n\n0:01.000 --> 0:02.000\n<v ${text}>Hello there.\n\n0:03.000 --> 0:04.000\n<v Bo>Good day.\n`,
  'cue.srt': (text) => `1\n00:00:01,000 --> 00:00:02,000\n${text}: And ${text} here.\n\n2\n00:00:03,000 --> 00:00:04,000\nBo: Good day.\n`,
  'segment.json': (text) => JSON.stringify({ segments: [{ start: 1, end: 2, text: `And ${text} here.`, speaker: text }, { start: 3, end: 4, text: 'Good day.', speaker: 'Bo' }] }),
  'podcast.json': (text) => JSON.stringify({ version: '1.0.0', title: text, segments: [{ startTime: 1, endTime: 2, body: `And ${text} here.`, speaker: text }] }),
  'table.csv': (text) => `speaker,text\n"${text.replaceAll('"', '""')}","And ${text.replaceAll('"', '""')} here."\nBo,Good day.\n`,
  'plain.txt': (text) => `Ann: And ${text} here.\n\nBo: Good day.\n\nAnn: Yes.\n\nBo: No.\n`,
  'tei.xml': (text) => `<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><u who="#ann">And ${text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)} here.</u><u who="#bo">Good day.</u></body></text></TEI>`,
};
