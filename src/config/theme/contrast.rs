//! Contrast of colours, by the formula of WCAG 2.2 (“contrast ratio”, “relative luminance”).

use std::collections::BTreeMap;

use super::{SettingValue, ThemeSetting};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The least contrast of words on their ground: WCAG 2.2, criterion 1.4.3, level AA.
const LEAST: f64 = 4.5;

/// Compares each colour with the one that `on` names, if the site has set either: `places` has what it has set.
pub(super) fn check(
    settings: &BTreeMap<String, ThemeSetting>,
    values: &BTreeMap<String, SettingValue>,
    places: &BTreeMap<String, Span>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, setting) in settings {
        let Some(ground) = &setting.on else { continue };
        let Some(place) = places.get(name).or_else(|| places.get(&ground.value)) else { continue };
        let (Some(words), Some(paper)) = (shades(values.get(name)), shades(values.get(&ground.value))) else {
            continue;
        };
        for (scheme, way, (words, paper)) in
            [("light", "darker", (words.0, paper.0)), ("dark", "lighter", (words.1, paper.1))]
        {
            let contrast = ratio(words, paper);
            if contrast < LEAST {
                // Rounded down, so that 4.49 does not read as enough.
                let shown = (contrast * 10.0).floor() / 10.0;
                let message = format!(
                    "`{name}` on `{}` has a contrast of {shown} to 1 on {scheme} pages",
                    ground.value
                );
                let help = format!(
                    "readers need 4.5 to 1 (WCAG 2.2): choose a {way} colour, or set `{scheme}` of it"
                );
                found.push(Diagnostic::new(Code::LowContrast, message).at(*place).help(help));
            }
        }
    }
    found
}

/// Red, green and blue, 0 to 255.
type Rgb = [u8; 3];

/// The colours of light and of dark pages in a value such as `#a3301f` or `light-dark(#a3301f, #ef8f75)`.
fn shades(value: Option<&SettingValue>) -> Option<(Rgb, Rgb)> {
    let Some(SettingValue::Style(style)) = value else { return None };
    let both = style.strip_prefix("light-dark(").and_then(|inner| inner.strip_suffix(')'));
    let (light, dark) =
        both.map_or((style.as_str(), style.as_str()), |both| both.split_once(", ").unwrap_or((both, both)));
    Some((rgb(light)?, rgb(dark)?))
}

fn rgb(written: &str) -> Option<Rgb> {
    let digits = written.strip_prefix('#')?;
    let long: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_string(),
    };
    let part = |at: usize| u8::from_str_radix(long.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn ratio(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_the_formula_of_wcag() {
        let of = |one, other| ratio(rgb(one).unwrap(), rgb(other).unwrap());
        assert!((of("#000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((of("#777777", "#fff") - 4.478).abs() < 1e-3);
        assert!((of("#767676", "#fff") - 4.542).abs() < 1e-3);
    }
}
