//! Edits at random, of everything that a site is made of.

use crate::site::Site;

/// Numbers that look random and are the same every time.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// How many edits a test makes: more of them by hand than each time.
pub fn count(usual: usize) -> usize {
    std::env::var("POSTIL_EDITS").map_or(usual, |count| count.parse().expect("a number"))
}

const PAGES: [&str; 7] = ["a", "b", "in/c", "in/d", "in/_index", "a.zh", "deep/er/e"];

/// Changes, adds or deletes one file of the site. What comes of it need not be a good site.
pub fn edit(site: &Site, random: &mut Random) {
    let page = random.one(&PAGES);
    let file = match random.below(12) {
        0 => format!("static/{}.txt", random.below(3)),
        1 => "site.toml".into(),
        2 => format!("content/{page}.notes.md"),
        3 => format!("anchors/{page}.txt"),
        4 => "themes/default/templates/404.html".into(),
        5 => "i18n/en.toml".into(),
        _ => format!("content/{page}.md"),
    };
    if random.below(25) == 0 {
        return start_over(site);
    }
    if file.ends_with(".notes.md") && !site.path(&format!("content/{page}.md")).exists() {
        return;
    }
    if file != "site.toml" && site.path(&file).exists() && random.below(6) == 0 {
        return site.delete(&file);
    }
    let text = match file.split('/').next() {
        Some("site.toml") => settings(random),
        Some("anchors") => return drop(site.postil(&["permalinks"])),
        Some("themes") => {
            format!("<p>{{{{ {} }}}}</p>", random.one(&["page.title", "page.kind", "site.title", "nothing"]))
        }
        Some("i18n") => format!("notes = \"Notes {}\"\n", random.below(3)),
        Some("static") => random.below(9).to_string(),
        _ if file.ends_with(".notes.md") => notes(random),
        _ => transcript(site, random),
    };
    site.write(&file, text);
}

/// Takes away all pages, and with them what may be wrong with the site.
pub fn start_over(site: &Site) {
    for folder in ["content", "anchors", "themes"] {
        let _ = std::fs::remove_dir_all(site.path(folder));
    }
}

fn settings(random: &mut Random) -> String {
    let title = random.below(3);
    let people = random.one(&["", "[people.ann]\nname = \"Ann Lee\"\n", "[people.ben]\nname = \"Ben\"\n"]);
    let large = "[search]\nshape = \"large\"\n";
    let search = random.one(&["", "[search]\nenabled = false\n", large, large, large]);
    format!("title = \"Test {title}\"\n{people}{search}")
}

fn notes(random: &mut Random) -> String {
    let about = match random.below(20) {
        0 => "never said",
        _ => random.one(&["One", "One more", "One ==more==", "more"]),
    };
    format!("> {about}\n\nA note of number {}.\n", random.below(4))
}

fn transcript(site: &Site, random: &mut Random) -> String {
    let (tag, draft) = (random.one(&["x", "y", "z"]), random.below(6) == 0);
    let links = ["/a.md", "/in/c.md", "/in/_index.md", "/deep/er/e.md", "#top", "https://example.org/"];
    let link = random.one(&links);
    let is_there = !link.starts_with('/') || site.path(&format!("content{link}")).exists();
    let link = if is_there || random.below(20) == 0 { link } else { "#top" };
    let (first, second) = (random.one(&["Ann", "Ben", "安"]), random.one(&["Ben", "Cy"]));
    let words = "Words, said in the rain. ".repeat(1 + random.below(4));
    let note = random.below(5);
    format!(
        "+++\ntags = [\"{tag}\"]\ndraft = {draft}\ndate = 200{note}-05-06\n+++\n# T{note}\n\n\
         **{first}:** {words} [there]({link})\n\n## S{note}\n\n**{second}:** ==One=={{.key}} more[^a].\n\n\
         [^a]: N{note}, [again]({link}).\n"
    )
}
