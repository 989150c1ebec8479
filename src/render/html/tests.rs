use super::*;
use crate::model::{
    Attribution, Block, BlockKind, FrontMatter, Heading, Href, Inline, Mark, MarkId, Note, NoteOrigin,
    NoteRef, Section, Speaker, Turn,
};
use crate::source::{Located, SourceId, Span};
use crate::text::timecode::Timecode;

const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

fn text(text: &str) -> Inline {
    Inline::Text { text: text.into(), at: 0 }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block { kind: BlockKind::Paragraph(inlines), span: NOWHERE }
}

fn link(href: Href, children: Vec<Inline>) -> Inline {
    Inline::Link { href, title: String::new(), children, span: NOWHERE }
}

fn reference(note: u32, occurrence: u32, mark: Option<u32>) -> Inline {
    Inline::NoteRef(NoteRef { note: NoteId(note), occurrence, mark: mark.map(MarkId) })
}

fn mark(id: u32, words: &str) -> Inline {
    Inline::Mark { mark: MarkId(id), first: true, children: vec![text(words)] }
}

fn note(name: &str, number: u32, references: u32) -> Note {
    Note {
        label: name.into(),
        name: name.into(),
        kind: "note".into(),
        attribution: Attribution::default(),
        blocks: vec![paragraph(vec![text("body of "), text(name)])],
        references,
        number,
        origin: NoteOrigin::Footnote,
        targets: Vec::new(),
        time: None,
        reply_to: None,
        lost: None,
        span: NOWHERE,
    }
}

fn document(lead: Vec<Block>, notes: Vec<Note>, marks: Vec<Mark>) -> Document {
    Document {
        source: SourceId(0),
        path: "a.md".into(),
        front: FrontMatter::default(),
        title: Vec::new(),
        speakers: Vec::new(),
        sections: vec![Section { lead, ..Section::default() }].into(),
        notes: notes.into(),
        marks: marks.into(),
        previous_ids: Vec::new(),
        unplaced: Vec::new(),
        word_times: None,
        page_notes: Vec::new(),
        withheld: Vec::new(),
        withheld_times: Vec::new(),
    }
}

fn render(document: &Document) -> Article {
    render_with(document, None)
}

fn render_with(document: &Document, recording: Option<&RecordingAddress>) -> Article {
    let site = Site::default();
    let texts = [("note_numbered", "Note {}"), ("note_back", "Back"), ("note_references", "{} places")];
    let texts = texts.map(|(name, text)| (name.to_string(), text.to_string())).into();
    let strings = Strings { texts, ..Strings::default() };
    let root = Root::from_address("talks/one/");
    let setting = Setting::Page;
    article(
        document,
        Context { site: &site, root: &root, language: "en", strings: &strings, recording, setting },
    )
}

/// The markup of one paragraph, without its tags.
fn inline_markup(inlines: Vec<Inline>) -> String {
    let content = render(&document(vec![paragraph(inlines)], Vec::new(), Vec::new())).content;
    let start = content.find("<p>").expect("a paragraph") + "<p>".len();
    content[start..content.rfind("</p>").expect("its end")].to_string()
}

#[test]
fn whatever_an_author_wrote_is_escaped() {
    let evil = "<script>\"&";
    let escaped = "&lt;script&gt;&quot;&amp;";
    let words = "&lt;script&gt;\"&amp;";
    assert_eq!(inline_markup(vec![text(evil)]), words);
    assert_eq!(
        inline_markup(vec![Inline::RawHtml(evil.into())]),
        format!("<code class=\"raw\">{escaped}</code>")
    );
    let href = Href::External(format!("https://a.b/{evil}"));
    assert_eq!(
        inline_markup(vec![link(href, vec![text(evil)])]),
        format!("<a href=\"https://a.b/{escaped}\" rel=\"external noopener\">{words}</a>")
    );
}

#[test]
fn a_refused_address_leaves_its_words() {
    let refused = || Href::Refused("javascript:alert(1)".into());
    assert_eq!(inline_markup(vec![link(refused(), vec![text("here")])]), "here");
    let image = Inline::Image {
        src: refused(),
        alt: "a <boat>".into(),
        title: String::new(),
        look: None,
        span: NOWHERE,
    };
    assert_eq!(inline_markup(vec![image]), "<span class=\"no-image\">a &lt;boat&gt;</span>");
}

#[test]
fn links_are_relative_to_the_page() {
    let file = link(Href::File("talks/a b.pdf".into()), vec![text("x")]);
    assert_eq!(inline_markup(vec![file]), "<a href=\"../a%20b.pdf\">x</a>");
    let anchor = link(Href::Anchor("定义".into()), vec![text("x")]);
    assert_eq!(inline_markup(vec![anchor]), "<a href=\"#定义\">x</a>");
}

#[test]
fn a_highlight_carries_the_anchor_of_its_first_note() {
    let marks = vec![Mark { notes: vec![NoteId(0), NoteId(1)], anchor: "ref-a".into() }];
    let lead = vec![paragraph(vec![mark(0, "words"), reference(0, 1, Some(0)), reference(1, 1, Some(0))])];
    let content = render(&document(lead, vec![note("a", 1, 1), note("b", 2, 1)], marks)).content;
    assert!(content.contains(
        "<mark class=\"span\" id=\"ref-a\" data-kind=\"note\" aria-details=\"note-a\" data-notes=\"note-a note-b\">words</mark>"
    ));
    assert_eq!(content.matches("id=\"ref-a\"").count(), 1);
    assert!(content.contains("<a class=\"note-ref next\" id=\"ref-b\" href=\"#note-b\""));
}

#[test]
fn later_pieces_of_a_split_highlight_have_no_anchor() {
    let marks = vec![Mark { notes: Vec::new(), anchor: "quote-x".into() }];
    let piece = |first| Inline::Mark { mark: MarkId(0), first, children: vec![text("x")] };
    let content =
        render(&document(vec![paragraph(vec![piece(true), piece(false)])], Vec::new(), marks)).content;
    assert!(
        content.contains(
            "<mark class=\"span quote\" id=\"quote-x\">x</mark><mark class=\"span quote\">x</mark>"
        )
    );
}

#[test]
fn a_note_is_written_once_behind_the_block_that_first_refers_to_it() {
    let lead = vec![
        paragraph(vec![text("one"), reference(0, 1, None)]),
        paragraph(vec![text("two"), reference(0, 2, None)]),
    ];
    let content = render(&document(lead, vec![note("a", 1, 2)], Vec::new())).content;
    let at = |needle: &str| content.find(needle).unwrap_or_else(|| panic!("{needle} in {content}"));
    assert_eq!(content.matches("<aside").count(), 1);
    assert!(at("one") < at("<aside") && at("</aside>") < at("two"));
    assert!(content.contains("<a href=\"#ref-a.2\"") && content.contains("id=\"ref-a.2\""), "{content}");
}

#[test]
fn a_note_on_a_note_follows_it() {
    let mut first = note("a", 1, 1);
    first.blocks.push(paragraph(vec![reference(1, 1, None)]));
    let lead = vec![paragraph(vec![reference(0, 1, None)])];
    let content = render(&document(lead, vec![first, note("b", 2, 1)], Vec::new())).content;
    let of_a = content.find("id=\"note-a\"").expect("the first");
    assert!(content[of_a..].find("</aside>") < content[of_a..].find("id=\"note-b\""));
}

#[test]
fn notes_that_refer_to_each_other_end() {
    let (mut a, mut b) = (note("a", 1, 2), note("b", 2, 1));
    a.blocks.push(paragraph(vec![reference(1, 1, None)]));
    b.blocks.push(paragraph(vec![reference(0, 2, None)]));
    let lead = vec![paragraph(vec![reference(0, 1, None)])];
    assert_eq!(render(&document(lead, vec![a, b], Vec::new())).content.matches("<aside").count(), 2);
}

#[test]
fn the_sign_of_a_note_inside_a_link_stands_behind_it() {
    let words = link(Href::Anchor("x".into()), vec![text("words"), reference(0, 1, None), text(" more")]);
    let content = render(&document(vec![paragraph(vec![words])], vec![note("a", 1, 1)], Vec::new())).content;
    assert!(content.contains("<a href=\"#x\">words more</a><a class=\"note-ref\""), "{content}");
}

#[test]
fn a_note_on_the_title_opens_the_text() {
    let mut document = document(vec![paragraph(vec![text("one")])], vec![note("a", 1, 1)], Vec::new());
    document.title = vec![text("Title"), reference(0, 1, None)];
    let article = render(&document);
    assert!(article.title.starts_with("Title<a class=\"note-ref\""));
    assert!(article.content.starts_with("<aside") && article.has_notes);
}

#[test]
fn an_author_who_is_nobody_is_shown_as_written() {
    let mut signed = note("a", 1, 1);
    signed.attribution.by = Some(Located::new("A <b>".into(), NOWHERE));
    let lead = vec![paragraph(vec![reference(0, 1, None)])];
    let content = render(&document(lead, vec![signed], Vec::new())).content;
    assert!(
        content.contains("data-by=\"A &lt;b&gt;\"")
            && content.contains("<cite><bdi>A &lt;b&gt;</bdi></cite>")
    );
}

#[test]
fn times_lead_into_the_recording() {
    let time = || Inline::Time { time: Timecode(754_250), written: "[12:34]".into() };
    let plain = "<time datetime=\"PT12M34.25S\">[12:34]</time>";
    assert_eq!(inline_markup(vec![time()]), plain);
    let recording = RecordingAddress { before: "talk.mp3#t=".into(), after: "" };
    let lead = vec![paragraph(vec![time(), link(Href::Anchor("x".into()), vec![time()])])];
    let content = render_with(&document(lead, Vec::new(), Vec::new()), Some(&recording)).content;
    assert!(content.contains(&format!(
        "<a class=\"time\" href=\"talk.mp3#t=754\" data-start=\"754.25\">{plain}</a><a href=\"#x\">{plain}</a>"
    )));
    let elsewhere = RecordingAddress { before: "https://a.b/#t=".into(), after: "s" };
    let content =
        render_with(&document(vec![paragraph(vec![time()])], Vec::new(), Vec::new()), Some(&elsewhere))
            .content;
    assert!(
        content.contains(r#"href="https://a.b/#t=754s" data-start="754.25" rel="external noopener">"#),
        "{content}"
    );
}

#[test]
fn words_in_other_scripts_say_so() {
    let run = inline_markup(vec![text("He said <שלום> in 1984.")]);
    assert_eq!(run, "He said &lt;<span lang=\"he\" dir=\"rtl\">שלום</span>&gt; in 1984.");
    let blocks = vec![paragraph(vec![Inline::Strong(vec![text("שלום לכולם, Ann")])])];
    let content = render(&document(blocks, Vec::new(), Vec::new())).content;
    assert!(
        content.contains(
            "<p dir=\"rtl\"><strong><span lang=\"he\" dir=\"rtl\">שלום לכולם</span>, Ann</strong></p>"
        ),
        "{content}"
    );
}

#[test]
fn a_turn_says_who_when_and_what() {
    let mut document = document(vec![paragraph(vec![text("before")])], Vec::new(), Vec::new());
    let sam = Speaker { id: "sam".into(), name: "Sam & Co".into(), is_person: true, declared: true };
    document.speakers = vec![sam];
    let turn = |anchor: &str, time| Turn {
        event: None,
        remark: None,
        speakers: vec![SpeakerId(0)],
        time,
        anchor: anchor.into(),
        previous_ids: Vec::new(),
        topics: Vec::new(),
        access: None,
        blocks: vec![paragraph(vec![text("words")])],
        span: NOWHERE,
        line: 1,
    };
    let heading = Heading {
        level: 2,
        inlines: vec![text("Part")],
        anchor: "part".into(),
        previous_ids: Vec::new(),
        time: None,
        topics: Vec::new(),
        access: None,
        span: NOWHERE,
    };
    document.sections.push(Section {
        heading: Some(heading),
        lead: Vec::new(),
        lead_ids: Vec::new(),
        turns: vec![turn("sam-words", Some(Timecode(754_250))), turn("sam-again", None)],
    });
    insta::assert_snapshot!(render(&document).content, @r##"
    <div class="preface">
    <p>before</p>
    </div>
    <section class="section" id="part">
    <div class="section-head"><h2>Part</h2><a class="anchor" href="#part" aria-label="link_section">#</a></div>
    <article class=turn id=sam-words data-start=754.25><div class=label><cite data-voice=1>Sam &amp; Co</cite> <span class=time>12:34</span></div><p>words</article>
    <article class=turn id=sam-again><div class=label><cite data-voice=1>Sam &amp; Co</cite></div><p>words</article>
    </section>
    "##);
}
