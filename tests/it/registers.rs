//! Registers: what is spoken of, found by its names or marked by authors.

use crate::site::Site;

const SETTINGS: &str = "title = \"Test\"\n[registers.places.kinlaw]\nlabel = \"Kinlaw\"\nnames = [\"Kinlaw\", \"the town\"]\n\
same_as = [\"https://www.geonames.org/1\"]\ndescription = \"A fishing town.\"\n[registers.persons.kemp]\nlabel = \"Isla Kemp\"\nmentions = \"marked\"\n\
[registers.terms.creel]\nlabel = \"creel\"\nmentions = \"all\"\n";

const TALK: &str = "+++\ntitle = \"Talk\"\ndate = 2024-05-01\nspeakers = [\"Ann\", \"Bo\"]\n+++\n\n**Ann:** [0:05] In Kinlaw we had a creel, one creel. `Kinlaw` is [no Kinlaw](https://example.org/) here.\n\n\
**Bo:** [0:09] The town was small, said [she]{person=kemp}. Isla Kemp and Kinlawside are none.\n";

fn site() -> Site {
    Site::new().with("site.toml", SETTINGS).with("content/talk.md", TALK)
}

#[test]
fn the_first_mention_on_a_page_is_a_link() {
    let site = site();
    site.build(&[]).expect(0);
    let page = site.read("public/talk/index.html");
    assert_eq!(page.matches("href=\"../registers/places/kinlaw/index.html\"").count(), 1, "{page}");
    assert!(
        page.contains("In <a href=\"../registers/places/kinlaw/index.html\">Kinlaw</a> we had"),
        "{page}"
    );
    assert_eq!(page.matches("href=\"../registers/terms/creel/index.html\"").count(), 2);
    assert!(page.contains("said <a href=\"../registers/persons/kemp/index.html\">she</a>."), "{page}");
    assert!(!page.contains("{person"));
}

#[test]
fn the_page_of_an_entry_has_all_of_its_mentions() {
    let site = site().with("content/other.md", "+++\ntitle = \"Other\"\n+++\n\n**Cy:** I left Kinlaw.\n");
    site.build(&[]).expect(0);
    let entry = site.read("public/registers/places/kinlaw/index.html");
    assert_eq!(entry.matches("<mark class=\"span\">").count(), 3, "{entry}");
    assert!(entry.contains("<mark class=\"span\">The town</mark></a> was small, said she."), "{entry}");
    assert!(
        entry.contains("<bdi>Bo</bdi>") && entry.contains("0:09") && entry.contains("1 May 2024"),
        "{entry}"
    );
    assert!(entry.contains("https://www.geonames.org/1") && entry.contains("A fishing town."));
    let turn = entry
        .split("href=\"../../../talk/index.html#")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    assert!(site.read("public/talk/index.html").contains(&format!("id={turn}")));
    let all = site.read("public/registers/index.html");
    assert!(all.contains("<bdi>Kinlaw</bdi> <span class=\"count\">3</span>"), "{all}");
}

#[test]
fn tei_lists_what_is_mentioned() {
    let site = site();
    site.write("site.toml", format!("{SETTINGS}[exports]\nformats = [\"tei\"]\n"));
    site.build(&[]).expect(0);
    let tei = site.read("public/talk/transcript.tei.xml");
    assert!(tei.contains("<listPlace>") && tei.contains("<placeName>Kinlaw</placeName>"), "{tei}");
    assert!(tei.contains("<idno type=\"URI\">https://www.geonames.org/1</idno>"), "{tei}");
}
