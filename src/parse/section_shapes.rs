//! The places of words among labels and headings: they tell whose words stand below a heading.

use super::markdown::TopLevelPart;
use crate::source::Span;
use crate::text::questions::is_audience;
use crate::transcript::labels::TurnLabel;

/// The words of a text by their place among its labels and headings, in bytes.
#[derive(Default)]
pub(super) struct SectionShapes {
    /// All words.
    all: usize,
    /// Those before the first label.
    before: usize,
    /// Those of sections without a label that stand between others with labels.
    between: usize,
    /// Those of sections behind the last one with a label.
    behind: usize,
    /// Those between a heading and the label of an audience, which asks somebody who speaks.
    asked: usize,
}

impl SectionShapes {
    pub(super) fn new(pieces: &[TopLevelPart], labels: &[TurnLabel]) -> Self {
        let mut labels = labels.iter().peekable();
        let first_label = labels.peek().map_or(usize::MAX, |label| label.start);
        let mut shapes = SectionShapes::default();
        let (mut is_labelled, mut unlabelled) = (false, 0);
        for piece in pieces {
            let Span { start, end, .. } = piece.span();
            if matches!(piece, TopLevelPart::Heading(_)) {
                shapes.behind += std::mem::take(&mut unlabelled);
                is_labelled = false;
                continue;
            }
            while let Some(label) = labels.next_if(|label| label.start <= start as usize) {
                shapes.between += std::mem::take(&mut shapes.behind);
                shapes.asked += if is_audience(&label.name) { unlabelled } else { 0 };
                is_labelled = true;
                unlabelled = 0;
            }
            let bytes = (end - start) as usize;
            shapes.all += bytes;
            match (start as usize) < first_label {
                true => shapes.before += bytes,
                false => unlabelled += if is_labelled { 0 } else { bytes },
            }
        }
        shapes.behind += unlabelled;
        shapes
    }

    /// Headings stand inside of speeches where whole sections have no label, between others or as most of the text, and
    /// where an audience asks about what stands below them. Where others have labels in every section, what stands before
    /// the first of them is about the section. And where much is said before anybody is named, somebody speaks whom no
    /// label names.
    pub(super) fn speech_goes_on(&self) -> bool {
        let is_named = self.before * 5 <= self.all;
        let is_inside = self.between > 0 || self.behind * 2 >= self.all || self.asked > 0;
        is_named && is_inside
    }
}
