//! Numbers that the sections of a page begin with: `01.` and `02.`, `一、` and `二、`.

use super::{Document, Heading, Inline};

/// The digits of Chinese numbers up to ten, in their order.
const HAN_DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The characters between a number and a title.
const ENDS: [char; 8] = ['.', '．', '、', ':', '：', ')', '）', '·'];

/// A number at the start of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionNumber<'a> {
    /// The number as it is written: `01`.
    pub written: &'a str,
    /// The title behind it, in the heading's first words.
    pub title: &'a str,
}

impl Document {
    /// The number of each section; none where the headings of a level do not count up one by one, since a heading may
    /// well begin with a number that is a word of it: `7 seconds`, `1.7 s`.
    pub fn section_numbers(&self) -> Vec<Option<SectionNumber<'_>>> {
        let mut numbers = vec![None; self.sections.len()];
        for level in 2..=6 {
            let of_level = self.sections.iter().enumerate().filter_map(|(at, section)| {
                let heading = section.heading.as_ref().filter(|heading| heading.level == level)?;
                Some((at, number(heading)))
            });
            let of_level: Vec<(usize, Option<(u32, SectionNumber<'_>)>)> = of_level.collect();
            let values: Vec<u32> =
                of_level.iter().filter_map(|(_, found)| found.map(|(value, _)| value)).collect();
            let counts_up = values.windows(2).all(|pair| pair[1] == pair[0] + 1);
            if counts_up && values.len() > 1 && values[0] <= 1 {
                of_level.into_iter().for_each(|(at, found)| numbers[at] = found.map(|(_, number)| number));
            }
        }
        numbers
    }
}

fn number(heading: &Heading) -> Option<(u32, SectionNumber<'_>)> {
    let Some(Inline::Text { text, .. }) = heading.inlines.first() else { return None };
    let text = text.as_str();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let end = if digits > 0 { digits } else { text.find(|c| !HAN_DIGITS.contains(&c))? };
    let written = &text[..end];
    let value = if digits > 0 { written.parse().ok()? } else { han_value(written)? };
    let title = text[end..].strip_prefix(ENDS)?.trim_start();
    let is_whole = !title.is_empty() || heading.inlines.len() > 1;
    (is_whole && written.len() <= 9).then_some((value, SectionNumber { written, title }))
}

/// The value of a Chinese number up to 99.
fn han_value(written: &str) -> Option<u32> {
    let digit = |c: char| HAN_DIGITS.iter().position(|&digit| digit == c).map(|at| at as u32 + 1);
    let digits: Vec<u32> = written.chars().map(digit).collect::<Option<_>>()?;
    match digits[..] {
        [one] => Some(one),
        [10, one] if one < 10 => Some(10 + one),
        [tens, 10] if tens < 10 => Some(tens * 10),
        [tens, 10, one] if tens < 10 && one < 10 => Some(tens * 10 + one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_have_values() {
        let values = ["一", "十", "十二", "二十", "三十五", "十十", "一二"].map(han_value);
        assert_eq!(values, [Some(1), Some(10), Some(12), Some(20), Some(35), None, None]);
    }
}
