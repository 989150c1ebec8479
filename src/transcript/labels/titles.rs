//! French titles before names, as the minutes of parliaments have them: `Mme Duval`, `M. le président`.

/// The titles, with the space behind each.
const TITLES: [&str; 6] = ["M. ", "Mme ", "Mlle ", "MM. ", "Mmes ", "Me "];

/// The most words of an office or a name, and of the role behind its comma.
const MAX_WORDS: usize = 12;

/// Words in lower case inside of names.
const PARTICLES: [&str; 9] = ["de", "du", "des", "la", "le", "les", "et", "von", "van"];

/// Returns true for a title and a name, or an office with an article: `M. Rey, rapporteur`, `Mme la ministre`.
pub(super) fn is_titled(name: &str) -> bool {
    let Some(rest) = TITLES.iter().find_map(|title| name.strip_prefix(title)) else { return false };
    let (person, role) = rest.split_once(", ").unwrap_or((rest, ""));
    let mut words = person.split(' ');
    let is_office = ["le ", "la ", "l’", "l'", "les "].iter().any(|article| person.starts_with(article));
    let is_part = |word: &str| {
        let begin = word.trim_start_matches(['(', '«']).trim_start_matches("d’").trim_start_matches("d'");
        begin.starts_with(char::is_uppercase) || PARTICLES.contains(&word)
    };
    let is_sentence = rest.split(' ').any(|word| word.ends_with('.') && word.contains(char::is_lowercase));
    let begins = is_office || person.starts_with(char::is_uppercase);
    begins
        && !is_sentence
        && (is_office || words.all(is_part))
        && rest.split(' ').count() <= MAX_WORDS
        && !role.starts_with(char::is_uppercase)
        && !rest.contains(['?', '!', ':', ';', '«', '»', '…'])
}

/// The byte at which a titled name ends that `text` begins with, before a full stop and white space.
pub(super) fn titled_end(text: &str) -> Option<usize> {
    let title = TITLES.iter().find(|title| text.starts_with(**title))?;
    let stops = text[title.len()..].match_indices(". ").map(|(at, _)| title.len() + at);
    // `M. J. Rey. …`: a single letter is an initial.
    let is_initial = |at: &usize| {
        text[..*at].ends_with(char::is_uppercase) && {
            let word = text[..*at].rsplit([' ', '-']).next().unwrap_or_default();
            word.chars().count() == 1
        }
    };
    let end = stops.into_iter().find(|at| !is_initial(at))?;
    is_titled(&text[..end]).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titled_names_end_at_the_full_stop() {
        for (text, name) in [
            ("M. le président. La séance est ouverte.", Some("M. le président")),
            ("Mme Duval. Merci.", Some("Mme Duval")),
            ("M. J.-P. Rey. Non.", Some("M. J.-P. Rey")),
            ("M. Jean de la Tour (Nord). Non.", Some("M. Jean de la Tour (Nord)")),
            ("Mme Duval, ministre des ports. Non.", Some("Mme Duval, ministre des ports")),
            ("Mme Duval parle longtemps. Ensuite", None),
            ("M. Rey, Mme Duval et moi. Non.", None),
            ("M. Did you go. Yes", None),
            ("Merci. Non.", None),
        ] {
            assert_eq!(titled_end(text).map(|end| &text[..end]), name, "{text}");
        }
    }
}
