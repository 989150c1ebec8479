//! Pages with withheld words in every place that a page can have them, at random.

use crate::editions::{MARKERS, has};
use crate::edits::Random;
use crate::site::Site;

/// Writes pages at random. Their withheld words come from `variant` and are numbered, so that they are the only ones of
/// their kind.
struct PageWriter<'r> {
    random: &'r mut Random,
    variant: usize,
    secrets: Vec<String>,
    notes: usize,
    definitions: String,
    times: usize,
    /// Files that withheld words alone name.
    files: Vec<String>,
}

impl<'r> PageWriter<'r> {
    fn new(random: &'r mut Random, variant: usize, secrets: Vec<String>) -> Self {
        let (definitions, files) = (String::new(), Vec::new());
        PageWriter { random, variant, secrets, notes: 0, definitions, times: 0, files }
    }

    /// Words that only the archive may show; each variant has other ones, and another number of them.
    fn secret(&mut self) -> String {
        let number = self.secrets.len();
        let (first, words) = match self.variant {
            0 => (format!("Qzxa{number}q"), format!("Qzxa{number}q")),
            _ => (format!("Vkwb{number}v"), format!("Vkwb{number}v Vkwblonger Vkwbmore")),
        };
        self.secrets.push(first);
        words
    }

    fn conditions(&mut self) -> &'static str {
        ["", "until=2051", "until=2051-06 because=\"third party\"", "edition=press", "because=\"the family\""]
            [self.random.below(5)]
    }

    fn braces(&mut self) -> String {
        match self.conditions() {
            "" => "{withheld}".into(),
            conditions => format!("{{withheld {conditions}}}"),
        }
    }

    fn bars(&mut self) -> String {
        let words = self.secret();
        match (self.random.below(3), self.conditions()) {
            (0, _) | (_, "") => format!("||{words}||"),
            (_, conditions) => format!("||{words}||{{{conditions}}}"),
        }
    }

    fn plain(&mut self) -> &'static str {
        [
            "We went down to the harbour every morning",
            "They gave us half a pint of milk",
            "It was the winter of the long strike",
            "and my mother said nothing about it",
            "那時候我們住在山上",
        ][self.random.below(5)]
    }

    fn note(&mut self, is_secret: bool) -> String {
        self.notes += 1;
        let name = match is_secret {
            true => self.secret().split(' ').next().unwrap_or_default().to_lowercase(),
            false => format!("n{}", self.notes),
        };
        let words = match (is_secret, self.random.below(3)) {
            (true, 0) => format!("{} {}", self.braces(), self.secret()),
            (true, _) => self.secret(),
            (false, 0) => format!("A note with {} in it.", self.bars()),
            (false, _) => "A plain note.".to_string(),
        };
        self.definitions.push_str(&format!("\n[^{name}]: {words}\n"));
        format!("[^{name}]")
    }

    /// A run of words with marks in it.
    fn words(&mut self) -> String {
        let (before, after) = (self.plain(), self.plain());
        match self.random.below(11) {
            0 => format!("{} {after}", self.bars()),
            1 => format!("{before} {}", self.bars()),
            2 => format!("{before}, *near {}*, {after}", self.bars()),
            3 => format!("{before} ==with {} in it=={} {after}", self.bars(), self.note(false)),
            4 => format!("{before} [a link to {}](https://example.org) {after}", self.bars()),
            5 => format!("{before}{} {after}", self.note(false)),
            6 => format!(
                "{before} ||a **{}** b{}||{{until=2060}} {after}",
                self.secret(),
                self.note_for_secret()
            ),
            7 => format!("{before}||{}||{after}", self.secret()),
            8 => self.picture(),
            9 => format!(
                "{before} ||{{漢{}|{}}} $`\\text{{{}}}`$||{{until=2051}} {after}",
                self.secret(),
                self.secret(),
                self.secret()
            ),
            _ => format!("{before}. {after}"),
        }
    }

    /// An image with marks in all of its texts.
    fn picture(&mut self) -> String {
        let (alt, title, caption) = (self.bars(), self.secret(), self.bars());
        format!(
            "![Boats, {alt}](boat.png \"Of ||{title}||\"){{.wide width=300 caption=\"At the quay: {caption}.\"}}"
        )
    }

    /// Content that only pages without speakers have: definitions, and examples beside figures.
    fn article(&mut self) -> String {
        let (term, entry, whole) = (self.bars(), self.bars(), self.secret());
        let (braces, heading, example) = (self.braces(), self.secret(), self.secret());
        let (hidden, formula) = (self.braces(), self.secret());
        let block = format!(
            "```math\n\\text{{{formula}}}\n```\n\n````markdown example\n**Ann:** {example}\n\n**Bo:** x\n````"
        );
        format!(
            "+++\ntitle = \"Words of the harbour\"\nseries = \"The harbour\"\nseason = 1\nepisode = 4\nformulas = true\n+++\n\n\
             Stem of {term}\n: To hold a boat, as {entry} did.\n\nSlack\n: {hidden} {whole}\n: No tide.\n\n{}\n\n## {heading} {braces}\n\n{block}\n\n\
             ## Shown\n\nWords that all may read.\n",
            self.picture()
        )
    }

    /// A note that only withheld words refer to.
    fn note_for_secret(&mut self) -> String {
        self.notes += 1;
        let words = self.secret();
        let name = format!("s{}", self.notes);
        self.definitions.push_str(&format!("\n[^{name}]: {words}\n"));
        format!("[^{name}]")
    }

    fn time(&mut self) -> String {
        self.times += 7;
        match self.random.below(3) {
            0 => format!("[{}:{:02}] ", self.times / 60, self.times % 60),
            _ => String::new(),
        }
    }

    fn turn(&mut self) -> String {
        let speaker = ["Nan", "Bo", "Ines"][self.random.below(3)];
        let time = self.time();
        match self.random.below(7) {
            0 => {
                let braces = self.braces();
                let (one, two, three) = (self.secret(), self.secret(), self.secret());
                let picture = format!("{}.jpg", self.secret().split(' ').next().unwrap_or_default());
                self.files.push(picture.clone());
                let reference = self.note_for_secret();
                format!(
                    "**{speaker}:** {time}{braces} {one} ![{one}]({picture}) {reference}\n\n- {two}\n- x\n\n> {three}\n\n```\n{}\n```\n\n",
                    self.secret()
                )
            }
            1 => format!("**{speaker}:** {time}{}\n\n{} {}\n\n", self.words(), self.braces(), self.secret()),
            2 => format!("**{speaker}:** {time}{}\n{}\n\n{}\n\n", self.words(), self.words(), self.words()),
            _ => format!("**{speaker}:** {time}{}\n\n", self.words()),
        }
    }

    fn section(&mut self, number: usize) -> String {
        let mut out = String::new();
        match self.random.below(4) {
            0 => {
                let (title, braces, inner) = (self.secret(), self.braces(), self.secret());
                out.push_str(&format!("## {title} {braces}\n\n**Bo:** {inner}\n\n### {}\n\n", self.secret()));
                out.push_str(&format!("**{}:** {}\n\n", self.secret(), self.secret()));
            }
            _ => out.push_str(&format!("## Part {number}\n\n")),
        }
        if out.starts_with("## Part") {
            for _ in 0..1 + self.random.below(4) {
                out.push_str(&self.turn());
            }
        }
        out
    }

    fn page(&mut self) -> String {
        let mut out =
            String::from("+++\ntitle = \"A talk\"\nspeakers = [\"nan\", \"bo\", \"ines\"]\n+++\n\n");
        out.push_str(
            "**Nan:** The first words of all.\n\n**Bo:** And the second ones.\n\n**Ines:** Third.\n\n",
        );
        for number in 0..1 + self.random.below(4) {
            out.push_str(&self.section(number));
        }
        out.push_str("## The end\n\n**Nan:** These are the last words of all.\n");
        out + &std::mem::take(&mut self.definitions)
    }

    fn notes_file(&mut self, page: &str) -> String {
        let mut out = String::from("> first words of all\n\nA note on shown words.\n\n");
        let shown: Vec<String> = self
            .secrets
            .iter()
            .filter(|secret| page.matches(secret.as_str()).count() == 1)
            .cloned()
            .collect();
        if let Some(secret) = shown.first() {
            out.push_str(&format!("> {secret}\n\nA note on it: {}.\n\n", self.bars()));
        }
        if self.random.below(2) == 0 {
            let (braces, words) = (self.braces(), self.secret());
            out.push_str(&format!("## {braces}\n\n> the last words\n\n{words}\n\n"));
        }
        if self.random.below(3) == 0 {
            out.push_str("## {from=#the-end withheld until=2055}\n\n");
        }
        out
    }
}

/// Writes the site of `seed`; `variant` says which words are withheld. Returns those.
pub fn write_site(site: &Site, seed: u64, variant: usize) -> Vec<String> {
    let mut random = Random(seed);
    let shape = ["one", "large"][random.below(2)];
    let name = ["Qzxaname", "Vkwbname Vkwblast"][variant];
    site.write(
        "site.toml",
        format!(
            "title = \"Test\"\nbase_url = \"https://talks.example/\"\n[people.nan]\nname = \"Nan\"\n[people.bo]\nname = \"Bo\"\n\
             [people.ines]\nname = \"Ines\"\n[search]\nshape = \"{shape}\"\nrelated = true\n[exports]\nformats = \"all\"\n\
             books = [\"site\"]\ndataset = true\n[registers.places.harbour]\nlabel = \"The harbour\"\nnames = [\"harbour\"]\n[people.guest]\nname = \"{name}\"\n[pseudonyms]\n\"{name}\" = \"Somebody Else\"\n"
        ),
    );
    let mut secrets = Vec::new();
    for name in ["a", "b", "c"] {
        let mut writer = PageWriter::new(&mut random, variant, secrets);
        let mut page = writer.page();
        let met = format!("summary = \"About {name}\"\nspeakers = [\"guest\", ");
        page = page.replacen("speakers = [", &met, 1);
        page = page.replacen("Third.", &format!("Third.\n\n**{name}:** I am {name}.\n\n**Nan:** {name}’s shop, said\n{}.[^{name}]\n\n[^{name}]: {name}.", name.to_uppercase()), 1);
        let sealed =
            ["", "until = 2051\n", "until = \"2051-06\"\nbecause = \"the donor's wish\"\nlisted = true\n"];
        let sealed = if name == "c" { sealed[writer.random.below(3)] } else { "" };
        if !sealed.is_empty() {
            let (summary, series) = (writer.secret(), writer.secret());
            let front = format!(
                "tags = [\"{summary}\"]\nseries = \"{series}\"\nepisode = 1\n[access]\n{sealed}+++\n\n"
            );
            page = page.replacen("+++\n\n", &front, 1);
        }
        if name != "c" && writer.random.below(2) == 0 {
            let notes = writer.notes_file(&page);
            site.write(&format!("content/{name}.notes.md"), notes);
        }
        if writer.random.below(3) == 0 {
            site.write(&format!("content/{name}.words.json"), word_times(&page));
        }
        if !sealed.is_empty() {
            writer.files.push(format!("{name}.pdf"));
        }
        writer.files.iter().for_each(|file| site.write(&format!("content/{file}"), "secretfile"));
        secrets = writer.secrets;
        site.write(&format!("content/{name}.md"), page);
    }
    let mut writer = PageWriter::new(&mut random, variant, secrets);
    let article = writer.article();
    site.write("content/d.md", article);
    site.write("content/boat.png", "an image");
    writer.secrets
}

/// The times of all words of a page, withheld ones too.
fn word_times(page: &str) -> String {
    let body = page.split("+++").nth(2).unwrap_or_default();
    let words = body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // What is withheld takes the same time in every variant.
    let mut second = 0;
    let time = |word: &str| {
        let is_secret = MARKERS.iter().any(|marker| has(word.as_bytes(), marker));
        second += usize::from(!is_secret);
        format!("[\"{word}\",{second}.{0},{second}.{0}1]", if is_secret { 8 } else { 0 })
    };
    let timed: Vec<String> = words.map(time).collect();
    format!("{{\"version\":1,\"media\":0,\"words\":[{}]}}", timed.join(","))
}
