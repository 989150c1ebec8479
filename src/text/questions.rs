//! The labels of those who ask and of those who answer.

/// Those who ask beside the first of each [pair](QUESTION_PAIRS): where nobody else is labelled, the answers are somebody's
/// whom nothing names.
const ASKERS: [&str; 9] = [
    "audience",
    "audience member",
    "audience question",
    "caller",
    "interviewer",
    "student",
    "attendee",
    "reporter",
    "journalist",
];

/// The labels of those who ask and of those who answer, in several languages. The last member tells whether one pair is
/// enough to know them: single letters stand for other things as well.
const QUESTION_PAIRS: [(&str, &str, bool); 19] = [
    ("q", "a", true),
    ("question", "answer", true),
    ("frage", "antwort", true),
    ("f", "a", false),
    ("pregunta", "respuesta", true),
    ("pergunta", "resposta", true),
    ("domanda", "risposta", true),
    ("p", "r", false),
    ("q", "r", false),
    ("d", "r", false),
    ("вопрос", "ответ", true),
    ("问", "答", true),
    ("問", "答", true),
    ("提问", "回答", true),
    ("提問", "回答", true),
    ("質問", "回答", true),
    ("질문", "답변", true),
    ("س", "ج", false),
    ("ש", "ת", false),
];

/// The number of the pair of labels that `first` and `second` are, as one asks and the other answers.
pub fn question_pair(first: &str, second: &str) -> Option<usize> {
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    QUESTION_PAIRS.iter().position(|(asks, answers, _)| *asks == first && *answers == second)
}

/// Tells whether a pair of labels, by its number, is known as soon as it occurs.
pub fn is_plain_pair(pair: usize) -> bool {
    QUESTION_PAIRS[pair].2
}

/// Tells whether a name is one of a pair of labels, by its number.
pub fn is_in_pair(name: &str, pair: usize) -> bool {
    let (asks, answers, _) = QUESTION_PAIRS[pair];
    let name = name.to_lowercase();
    name == asks || name == answers
}

/// Returns true for a name of those who listen to a talk and ask: `Audience`, `Audience Member 2`.
pub fn is_audience(name: &str) -> bool {
    const LISTENERS: [&str; 6] = ["audience", "attendee", "student", "publikum", "观众", "觀眾"];
    let lower = name.to_lowercase();
    let behind = LISTENERS.iter().find_map(|listener| lower.strip_prefix(listener));
    behind.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// Returns true for the name of a person who only asks: `Q`, `Audience`.
pub fn is_asker(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_first = |&(asks, _, is_plain): &(&str, &str, bool)| is_plain && asks == lower;
    ASKERS.contains(&lower.as_str()) || QUESTION_PAIRS.iter().any(is_first)
}

/// Returns true for the name of a person who only asks where `others` speak as well: `P` beside `R`.
pub fn is_asker_among<'n>(name: &str, mut others: impl Iterator<Item = &'n str>) -> bool {
    let lower = name.to_lowercase();
    // Only the pairs with this name, of which most texts have none.
    let may_ask = || QUESTION_PAIRS.iter().any(|(asks, ..)| *asks == lower);
    is_asker(name) || (may_ask() && others.any(|other| question_pair(name, other).is_some()))
}

/// Returns true for a name, in lower case, that means a question or an answer wherever it stands: `q`, `respuesta`.
pub fn is_question_or_answer(lower: &str) -> bool {
    QUESTION_PAIRS.iter().any(|&(asks, answers, is_plain)| is_plain && (asks == lower || answers == lower))
}

/// Returns true if `name` and one of `others` are a pair of labels for questions and answers: `P` and `R`.
pub fn has_counterpart<'n>(name: &str, mut others: impl Iterator<Item = &'n str>) -> bool {
    let lower = name.to_lowercase();
    let is_pair =
        |other: &str| question_pair(&lower, other).or_else(|| question_pair(other, &lower)).is_some();
    // Only the pairs with this name, of which most texts have none.
    QUESTION_PAIRS.iter().any(|(asks, answers, _)| *asks == lower || *answers == lower) && others.any(is_pair)
}
