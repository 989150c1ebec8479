//! Numbers in the place of names: `3: I was there too.`

use super::decide::Verdict;
use super::findings::{FindingCollector, FindingKind, LabelFinding, SHOWN_LINES};

impl FindingCollector<'_> {
    /// Numbers that count nothing and open paragraphs among those with labels.
    pub(super) fn numbers_inside_turns(&self) -> Vec<LabelFinding> {
        let first = self.with_verdict(Verdict::Speaker).next().map_or(usize::MAX, |label| label.form.name.0);
        let is_behind = |&&(_, place): &&(u8, (usize, usize))| place.0 > first;
        let numbers: Vec<(u8, (usize, usize))> =
            self.found.numbers.iter().filter(is_behind).copied().collect();
        match counts(&numbers) {
            true => Vec::new(),
            false => vec![self.of_numbers(FindingKind::LabelInsideTurn, &numbers)],
        }
    }

    /// Numbers that come back after others open most paragraphs.
    pub(super) fn numbers_that_talk(&self) -> Option<LabelFinding> {
        let numbers = &self.found.numbers;
        let kind = FindingKind::SpeakersNotFound("numbers are names only where they are declared");
        let are_most = numbers.len() * 5 >= self.found.paragraphs as usize * 4 && numbers.len() > 3;
        let finding = self.of_numbers(kind, numbers);
        (are_most && finding.names.len() < numbers.len()).then_some(finding)
    }

    fn of_numbers(&self, kind: FindingKind, numbers: &[(u8, (usize, usize))]) -> LabelFinding {
        let mut names: Vec<String> = Vec::new();
        for (_, (start, end)) in numbers {
            let name = &self.text[*start..*end];
            if !names.iter().any(|known| known == name) {
                names.push(name.to_string());
            }
        }
        let places = numbers.iter().take(SHOWN_LINES).map(|(_, place)| *place).collect();
        LabelFinding { kind, places, names, rewrite: None }
    }
}

/// Returns true if numbers count items, `1: …`, `2: …`: each begins again with one or goes on with the next. So do none.
fn counts(numbers: &[(u8, (usize, usize))]) -> bool {
    let mut before = 0;
    numbers.iter().all(|&(number, _)| {
        let goes_on = number <= 1 || number == before + 1;
        before = number;
        goes_on
    })
}
