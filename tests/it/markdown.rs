//! Text that was parsed and is written as Markdown again is read back as the same.

use proptest::prelude::*;

use postil::config::Config;
use postil::formats::markdown::blocks::{LinkTargets, blocks};
use postil::model::{Block, BlockKind, Href, Inline, Item};
use postil::parse;
use postil::source::{SourceId, Sources, Span};

const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

/// The blocks of `text`, read as the body of a note, without their places.
fn read(text: &str) -> Vec<Block> {
    let body: String = text.split('\n').map(|line| format!("    {line}\n")).collect();
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", format!("A word[^a].\n\n[^a]: First.\n\n{body}"));
    let (mut document, _) = parse::document(&sources, id, &Config::default());
    let mut blocks = std::mem::take(&mut document.notes[0].blocks);
    blocks.remove(0);
    blocks.iter_mut().for_each(forget_places);
    blocks
}

fn forget_places(block: &mut Block) {
    block.span = NOWHERE;
    match &mut block.kind {
        BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => {
            blocks.iter_mut().for_each(forget_places);
        }
        BlockKind::List(list) => {
            list.items.iter_mut().flat_map(|item| &mut item.blocks).for_each(forget_places);
        }
        BlockKind::Definitions(entries) => {
            for entry in entries {
                forget_inline_places(&mut entry.term);
                entry.blocks.iter_mut().for_each(forget_places);
            }
        }
        BlockKind::RawHtml(html) => *html = html.trim_start().to_string(),
        _ => block.for_each_inlines_mut(&mut forget_inline_places),
    }
}

/// Breaks at the ends of words mean nothing and are forgotten too.
fn forget_inline_places(inlines: &mut Vec<Inline>) {
    while inlines.last() == Some(&Inline::SoftBreak) {
        inlines.pop();
    }
    while inlines.first() == Some(&Inline::SoftBreak) {
        inlines.remove(0);
    }
    for inline in inlines {
        match inline {
            Inline::Text { at, .. } => *at = 0,
            Inline::Link { span, .. } | Inline::Image { span, .. } => *span = NOWHERE,
            Inline::Mark { mark, .. } => mark.0 = 0,
            _ => {}
        }
        if let Some(children) = inline.children_mut() {
            forget_inline_places(children);
        }
    }
}

fn write(list: &[Block]) -> String {
    let address = |href: &Href| match href {
        Href::Raw(address) => Some(address.clone()),
        other => panic!("{other:?} before resolving"),
    };
    blocks(list, LinkTargets { address: &address, sign: &|_| String::new() })
}

#[track_caller]
fn comes_back(text: &str) {
    let model = read(text);
    let written = write(&model);
    assert_eq!(read(&written), model, "{text:?} was written as {written:?}");
}

/// Pieces that mean something to a reader of Markdown.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "*",
        "**",
        "_",
        "__",
        "==",
        "~~",
        "`",
        "``",
        "[",
        "](x.md)",
        "](http://a.b/c \"t\")",
        "![",
        "<",
        ">",
        "<b>",
        "</b>",
        "<sub>",
        "</sub>",
        "<sup>",
        "</sup>",
        "<br>",
        "x<!-- c -->y",
        "<div>",
        "\\",
        "&amp;",
        "&#32;",
        "&",
        "\n",
        "\n\n",
        "  \n",
        "\\\n",
        "# ",
        "## ",
        " #",
        "===\n",
        "---\n",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "    ",
        "  ",
        " ",
        "\t",
        "> ",
        "```\n",
        "~~~ rust\n",
        "| a | b |\n|:--|--:|\n",
        "|",
        "\n| c | d |\n",
        "[ ] ",
        "[x] ",
        "***\n",
        "word",
        "two words",
        "a",
        "好",
        "：",
        "“",
        "”",
        "。",
        "(",
        ")",
        ":",
        "!",
        "^a",
        "=",
        "{#id}",
        "http://a.b",
        "www.a.b",
        "[12:34]",
        "(0:05)",
        "[inaudible]",
        "snake_case",
        ".",
        ",",
        "-",
        "+++",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A link within a link, three emphases within each other, a task that says nothing: nobody means
/// them, and there is no way to write them.
fn is_absurd(block: &Block) -> bool {
    let is_mute = |item: &Item| {
        let opens_with_words =
            matches!(item.blocks.first(), Some(Block { kind: BlockKind::Paragraph(_), .. }));
        item.task.is_some() && !opens_with_words
    };
    let is_within = match &block.kind {
        BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => blocks.iter().any(is_absurd),
        BlockKind::List(list) => {
            list.items.iter().any(|item| is_mute(item) || item.blocks.iter().any(is_absurd))
        }
        BlockKind::Definitions(entries) => entries.iter().flat_map(|entry| &entry.blocks).any(is_absurd),
        _ => false,
    };
    is_within || has_absurd_words(block)
}

fn has_absurd_words(block: &Block) -> bool {
    fn depth(inlines: &[Inline], counts: fn(&Inline) -> bool) -> usize {
        let of = |inline: &Inline| {
            usize::from(counts(inline)) + depth(inline.children().unwrap_or_default(), counts)
        };
        inlines.iter().map(of).max().unwrap_or(0)
    }
    let mut found = false;
    block.for_each_inlines(&mut |inlines| {
        found |= depth(inlines, |inline| matches!(inline, Inline::Link { .. })) > 1;
        found |= depth(inlines, |inline| matches!(inline, Inline::Emphasis(_) | Inline::Strong(_))) > 2;
    });
    found
}

#[test]
fn images_formulas_readings_and_definitions_come_back() {
    for text in [
        "![a](x.png){.wide width=400 caption=\"The \\\"loom\\\" of 1951\"}",
        "So $`x^2`$ is, for $5.",
        "{漢字|かんじ}と\\{仮名|かな}",
        "[a](x.md)\\{.b} and \\: c",
        "Stem\n\n: To hold.\n\n  And more.\n\nSlack\n\n: *No* tide.",
    ] {
        comes_back(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_written_is_read_back_as_the_same(text in markup()) {
        let model = read(&text);
        prop_assume!(!model.iter().any(is_absurd));
        let written = write(&model);
        prop_assert_eq!(read(&written), model, "{:?} was written as {:?}", text, written);
    }
}

#[test]
fn delimiters_that_would_run_together_are_kept_apart() {
    comes_back("**_both_** and _**both**_ and *a*_b_ and **a**__b__");
    comes_back("a**“x”**b and a*b*c, ==a==~~b~~, *a **b** c* **a *b***");
    comes_back("a\n<sup></sup>\nb");
    comes_back("**李明：**好，*「是」*的");
    comes_back("*a *b* c* and ==a ==b== c==");
}

#[test]
fn lists_keep_their_shape() {
    comes_back("- a\n- b\n\n\n+ c\n\n  d\n+ e");
    comes_back("3. a\n   1. b\n   2. c\n4. d");
    comes_back("- [ ] a\n- [x] b\n-\n- \\[ ] c");
    comes_back("- a\n\n  ```\n  x\n\n  y\n  ```\n- > q\n  >\n  > r");
}

#[test]
fn tables_keep_their_bars() {
    comes_back("| a \\| b | `c \\| d` |\n|:-:|--:|\n|  | *e* <br> f |");
}

#[test]
fn words_that_look_like_markup_stay_words() {
    for text in ["1\\. a", "\\# a", "\\- a", "a\n\\--- | ---", "Great\\![x](y.md)", "\\[^n\\]: x", "&amp;lt;"]
    {
        comes_back(text);
    }
}
