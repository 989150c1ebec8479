//! `postil withheld`: the list for those who keep the archive.

use crate::site::Site;

fn site() -> Site {
    Site::empty()
        .with("site.toml", "title = \"Talks\"\n")
        .with(
            "content/talks/nan-kemp.md",
            "+++\ntitle = \"Nan, and Mrs Kemp\"\n[media]\naudio = \"nan.mp3\"\n+++\n\n\
             **Nan:** [0:01] That was ||Mrs Kemp||{until=2051 because=\"third party\"}, on Monday.\n\n\
             **Bo:** [0:09] The shop was Kemp’s. I liked Kempton, and ||a letter||.\n\n\
             **Nan:** [0:20] {withheld} Everybody knew Ostrander. Nan did.\n\n\
             **Bo:** [0:31] Did Ostrander know, on Monday? A letter?\n",
        )
        .with(
            "content/talks/open.md",
            "**Nan:** So Mrs Kemp came. ||Mrs Hill||{until=1999} too.\n\n**Bo:** Mrs Hill?\n",
        )
        .with("static/talks/nan.mp3", "")
}

#[test]
fn list_has_each_passage_and_what_can_be_read_elsewhere() {
    let run = site().postil(&["withheld", "--date", "2026-01-01"]).expect(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "content/talks/nan-kemp.md:7: words, 8 characters, until 2051: third party (0:01)",
            "content/talks/nan-kemp.md:9: words, 8 characters (0:09)",
            "content/talks/nan-kemp.md:11: turn, 34 characters (0:20)",
            "Kemp: the name of content/talks/nan-kemp.md, content/talks/nan-kemp.md:9:29",
            "Mrs Kemp: content/talks/nan-kemp.md:2:19, content/talks/open.md:1:13",
            "Ostrander: content/talks/nan-kemp.md:13:20",
        ]
    );
    assert!(run.err.contains("3 passages are withheld from the public on 2026-01-01"), "{}", run.err);
}

#[test]
fn nothing_is_listed_twice_where_all_is_kept_back() {
    let site = Site::empty()
        .with("site.toml", "title = \"Talks\"\n")
        .with("content/a.md", "**Nan:** ||Mrs Kemp|| came. ||李明||也來。\n\n**Bo:** Who?\n");
    let run = site.postil(&["withheld"]).expect(0);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
}

#[test]
fn stretches_to_mute_end_with_the_turn() {
    let mute = site().postil(&["withheld", "--format", "mute"]).expect(0);
    assert_eq!(mute.out, "recording,start,end\nnan.mp3,1,31\n");
    let filter = site().postil(&["withheld", "--format", "ffmpeg"]).expect(0);
    assert_eq!(filter.out, "nan.mp3\tvolume=volume=0:enable='between(t,1,31)'\n");
}

#[test]
fn servers_are_told_which_pages_are_gone() {
    let site = Site::empty()
        .with("site.toml", "title = \"Talks\"\nbase_url = \"https://example.org/sea.archive/\"\n")
        .with("content/talks/nan.md", "+++\ntitle = \"Nan\"\n[access]\nremoved = 2026-03-01\n+++\n\nWords.\n")
        .with("content/talks/bo.md", "Words.\n");
    let nginx = site.postil(&["withheld", "--format", "nginx"]).expect(0);
    let path = "/sea.archive/talks/nan/";
    assert_eq!(nginx.out, format!("location = {path} {{ error_page 410 {path}index.html; return 410; }}\n"));
    let apache = site.postil(&["withheld", "--format", "apache"]).expect(0);
    assert!(apache.out.starts_with("RedirectMatch 410 \"^/sea\\.archive/talks/nan/$\"\n"), "{}", apache.out);
    site.build(&[]).expect(0);
    assert!(site.read("public/talks/nan/index.html").contains("2026"), "the page that servers send");
}
