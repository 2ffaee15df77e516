//! The words of a mail, with places for what is known of the lead.

use serde::{Deserialize, Serialize};

use super::{FieldValues, MailField, MailKind};

/// The words of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTemplate {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same in HTML; empty for none.
    #[serde(default)]
    pub html: String,
}

/// A mail ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// Its subject, one line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same in HTML; empty for none.
    pub html: String,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateProblem {
    /// `subject`, `text` or `html`.
    pub part: String,
    /// What to do about it.
    pub message: String,
}

impl MailTemplate {
    /// What of it cannot be used for mails of this kind.
    #[must_use]
    pub fn problems(&self, kind: MailKind) -> Vec<TemplateProblem> {
        let mut found = Vec::new();
        for (part, text, most) in [
            ("subject", &self.subject, SUBJECT_MAX),
            ("text", &self.text, BODY_MAX),
            ("html", &self.html, BODY_MAX),
        ] {
            let mut refuse = |message: String| {
                found.push(TemplateProblem {
                    part: part.to_owned(),
                    message,
                });
            };
            if part != "html" && text.trim().is_empty() {
                refuse(format!("The {part} is empty."));
            }
            if text.chars().count() > most {
                refuse(format!("The {part} is longer than {most} signs."));
            }
            if part == "subject" && text.contains(['\r', '\n']) {
                refuse("The subject must be one line.".to_owned());
            }
            for piece in pieces(text) {
                match piece {
                    Piece::Text(_) => {}
                    Piece::Open => refuse("{{ is not closed by }}.".to_owned()),
                    Piece::Name(name) => match MailField::of_name(name) {
                        None => refuse(format!("There is no field {{{{{name}}}}}.")),
                        Some(field) if !kind.knows(field) => {
                            refuse(format!("{{{{{name}}}}} has no value in this mail."));
                        }
                        Some(_) => {}
                    },
                }
            }
        }
        found
    }

    /// The mail with these values. Values are data: nothing in them is markup or a field.
    #[must_use]
    pub fn render(&self, values: &FieldValues) -> Rendered {
        Rendered {
            subject: one_line(&filled(&self.subject, values, str::to_owned)),
            text: filled(&self.text, values, str::to_owned),
            html: filled(&self.html, values, escaped),
        }
    }
}

fn filled(text: &str, values: &FieldValues, write: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(plain) => out.push_str(plain),
            Piece::Open => out.push_str("{{"),
            Piece::Name(name) => {
                if let Some(value) = MailField::of_name(name).and_then(|field| values.get(&field)) {
                    out.push_str(&write(value));
                }
            }
        }
    }
    out
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
    /// Braces that nothing closes.
    Open,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        found.push(Piece::Text(&rest[..start]));
        let inner = &rest[start + 2..];
        match inner.find("}}") {
            Some(end) => {
                found.push(Piece::Name(inner[..end].trim()));
                rest = &inner[end + 2..];
            }
            None => {
                found.push(Piece::Open);
                rest = inner;
            }
        }
    }
    found.push(Piece::Text(rest));
    found
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for sign in value.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>\n"),
            sign => out.push(sign),
        }
    }
    out
}

/// Whatever a value contains, it ends no header.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SUBJECT_MAX: usize = 200;
const BODY_MAX: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::default_template;

    fn template(subject: &str, text: &str, html: &str) -> MailTemplate {
        MailTemplate {
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: html.to_owned(),
        }
    }

    #[test]
    fn fields_are_filled_in_and_escaped_where_markup_is_read() {
        let values = FieldValues::from([
            (MailField::ContactName, "Ada <b>& Co</b>".to_owned()),
            (MailField::CompanyName, "{{phone}}".to_owned()),
            (MailField::Phone, "+1".to_owned()),
        ]);
        let rendered = template(
            "Hello {{ contact_name }}",
            "{{company_name}}/{{contact_name}}",
            "<p>{{contact_name}}</p>",
        )
        .render(&values);
        assert_eq!(rendered.subject, "Hello Ada <b>& Co</b>");
        assert_eq!(rendered.text, "{{phone}}/Ada <b>& Co</b>");
        assert_eq!(rendered.html, "<p>Ada &lt;b&gt;&amp; Co&lt;/b&gt;</p>");
    }

    #[test]
    fn the_lines_of_a_value_stay_lines() {
        let values = FieldValues::from([(MailField::AgentMessage, "One.\n<Two>".to_owned())]);
        let rendered = template("s", "{{agent_message}}", "<p>{{agent_message}}</p>").render(&values);
        assert_eq!(rendered.text, "One.\n<Two>");
        assert_eq!(rendered.html, "<p>One.<br>\n&lt;Two&gt;</p>");
    }

    #[test]
    fn no_value_breaks_out_of_the_subject() {
        let values = FieldValues::from([(MailField::FirstName, "x\r\nBcc: evil@example.com".to_owned())]);
        let rendered = template("Hi {{first_name}}", "x", "").render(&values);
        assert_eq!(rendered.subject, "Hi x Bcc: evil@example.com");
    }

    #[test]
    fn a_field_without_a_value_is_empty_and_a_word_that_is_no_field_too() {
        let rendered = template("a{{phone}}b{{nonsense}}c", "{{open", "").render(&FieldValues::new());
        assert_eq!(rendered.subject, "abc");
        assert_eq!(rendered.text, "{{open");
    }

    #[test]
    fn problems_name_the_part_and_what_to_do() {
        let broken = template("", "{{nmae}} {{appointment_time}}", "{{phone");
        let found: Vec<_> = broken
            .problems(MailKind::MissedCall)
            .into_iter()
            .map(|problem| format!("{}: {}", problem.part, problem.message))
            .collect();
        assert_eq!(
            found,
            [
                "subject: The subject is empty.",
                "text: There is no field {{nmae}}.",
                "text: {{appointment_time}} has no value in this mail.",
                "html: {{ is not closed by }}.",
            ]
        );
    }

    #[test]
    fn the_words_that_we_ship_have_no_problems() {
        for kind in MailKind::ALL {
            assert_eq!(default_template(kind).problems(kind), [], "{kind}");
            assert!(
                kind.is_expected() || default_template(kind).text.contains("{{unsubscribe_url}}"),
                "{kind}"
            );
        }
    }
}
