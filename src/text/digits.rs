//! Decimal digits of all scripts: times are written with them as well.

use std::borrow::Cow;

/// The zeros of Unicode's decimal digits, in order; nine more digits follow each.
const ZEROS: [u32; 24] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0x1946, 0x1BB0, 0xA9D0, 0xFF10,
];

/// Returns true for a decimal digit of any script.
pub fn is_digit(c: char) -> bool {
    ascii(c).is_some()
}

/// The ASCII digit with the value of `c`.
fn ascii(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let place = ZEROS.partition_point(|zero| *zero <= u32::from(c)).checked_sub(1)?;
    char::from_digit(u32::from(c) - ZEROS[place], 10)
}

/// `text` with the digits of ASCII for those of other scripts, and a colon for the wide one between digits.
///
/// ```
/// use postil::text::digits::with_ascii_digits;
/// assert_eq!(with_ascii_digits("٠٠:٤٥"), "00:45");
/// assert_eq!(with_ascii_digits("１２：３４ 好："), "12:34 好：");
/// ```
pub fn with_ascii_digits(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| !c.is_ascii() && is_digit(c) || c == '：') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut is_after_digit = false;
    while let Some(c) = rest.next() {
        let is_colon = c == '：' && is_after_digit && rest.peek().is_some_and(|next| is_digit(*next));
        out.push(if is_colon { ':' } else { ascii(c).unwrap_or(c) });
        is_after_digit = is_digit(c);
    }
    Cow::Owned(out)
}
