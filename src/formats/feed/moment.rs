//! The days of RSS.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day of `Fri, 02 Aug 2024 06:00:00 +0000` or of `2024-08-02T06:00:00Z`, where it was written.
pub fn day(written: &str) -> Option<Date> {
    let written = written.trim();
    if let Some(date) = written.get(..10).and_then(|day| day.parse().ok()) {
        return Some(date);
    }
    let words: Vec<&str> = written.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let month = |word: &&str| {
        let start = word.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|month| *month == start)
    };
    let at = words.iter().position(|word| month(word).is_some())?;
    let number = |word: &&str| word.parse::<i16>().ok();
    let day = number(words.get(at.checked_sub(1)?)?)?;
    let year = match number(words.get(at + 1)?)? {
        short @ 0..=68 => 2000 + short,
        short @ 69..=99 => 1900 + short,
        year => year,
    };
    Date::new(year, i8::try_from(month(&words[at])? + 1).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_ways_of_feeds() {
        let shown = |written| day(written).map(|day| day.to_string());
        for written in [
            "Fri, 02 Aug 2024 06:00:00 +0000",
            "2 August 2024",
            "2024-08-02T06:00:00Z",
            "Fri, 2 Aug 24 06:00 GMT",
        ] {
            assert_eq!(shown(written).as_deref(), Some("2024-08-02"), "{written}");
        }
        assert_eq!([shown("soon"), shown("31 Feb 2024"), shown("")], [None, None, None]);
    }
}
