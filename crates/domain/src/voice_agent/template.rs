//! Texts that name variables in double braces: `{{lead_contact_name}}`.
//!
//! A value that is filled in is never read again: braces in it stay what they are.

use std::collections::BTreeMap;

/// Why a text with variables cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// A variable is begun and not ended.
    #[error("`{{{{` without `}}}}` after it")]
    Open,
    /// What stands in the braces is no name.
    #[error("`{{{{{0}}}}}` names no variable; write a name of letters, digits and `_` in the braces")]
    NoName(String),
    /// Orders to the renderer of a host have no place in a text of ours.
    #[error("`{{%` is not allowed; only `{{{{name}}}}` is")]
    Order,
}

/// The variables that a text names, in their order.
///
/// # Errors
/// When the text cannot be used.
pub fn names_in(text: &str) -> Result<Vec<&str>, TemplateFault> {
    if text.contains("{%") {
        return Err(TemplateFault::Order);
    }
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(OPEN) {
        let (inside, after) = after.split_once(CLOSE).ok_or(TemplateFault::Open)?;
        let name = inside.trim();
        if !is_name(name) {
            return Err(TemplateFault::NoName(inside.to_owned()));
        }
        names.push(name);
        rest = after;
    }
    Ok(names)
}

/// The text with its variables filled in, in one pass. What is not known is left out; what cannot be read stays as it
/// is.
#[must_use]
pub fn render(text: &str, variables: &BTreeMap<String, String>) -> String {
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((inside, after)) = after.split_once(CLOSE) else {
            break;
        };
        rendered.push_str(before);
        let name = inside.trim();
        if is_name(name) {
            rendered.push_str(variables.get(name).map_or("", String::as_str));
        } else {
            rendered.push_str(OPEN);
            rendered.push_str(inside);
            rendered.push_str(CLOSE);
        }
        rest = after;
    }
    rendered.push_str(rest);
    rendered
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= NAME_MAX
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
const NAME_MAX: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_filled_in_once_and_not_read_again() {
        let variables = BTreeMap::from([
            ("name".to_owned(), "{{secret}}".to_owned()),
            ("secret".to_owned(), "42".to_owned()),
        ]);
        assert_eq!(render("Hi {{ name }}!", &variables), "Hi {{secret}}!");
        assert_eq!(render("Hi {{nobody}}!", &variables), "Hi !");
        assert_eq!(render("Hi {{name", &variables), "Hi {{name");
    }

    #[test]
    fn a_text_tells_which_variables_it_names_and_what_is_wrong_with_it() {
        assert_eq!(names_in("{{a}} and {{ b_2 }}"), Ok(vec!["a", "b_2"]));
        assert_eq!(names_in("no braces {here}"), Ok(vec![]));
        assert_eq!(names_in("{{a"), Err(TemplateFault::Open));
        assert_eq!(
            names_in("{{a | upcase}}"),
            Err(TemplateFault::NoName("a | upcase".to_owned()))
        );
        assert_eq!(names_in("{% for x in y %}"), Err(TemplateFault::Order));
    }

    #[test]
    fn a_fault_is_told_with_the_braces_that_people_typed() {
        assert_eq!(TemplateFault::Open.to_string(), "`{{` without `}}` after it");
        assert!(
            TemplateFault::NoName("a b".to_owned())
                .to_string()
                .starts_with("`{{a b}}`")
        );
    }
}
