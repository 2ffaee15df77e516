//! Sentences for people, from what errors say of themselves.

/// What an error says, as a sentence: with a capital letter and a full stop.
pub fn sentence(why: &impl ToString) -> String {
    let said = why.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}
