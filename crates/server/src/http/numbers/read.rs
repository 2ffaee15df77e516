//! Reads pasted text and files as lists of numbers, with the workspace's default region.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::list::{LineError, ListError, ListPreview, read_numbers};
use outdial_domain::settings::MESSAGE_MAX_CHARS;
use outdial_engine::{LineNumber, PlanLine};

use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// Reads a list. A large one takes a noticeable part of a second, so it is read off the request threads.
pub async fn read_list(
    app: &AppState,
    workspace: &WorkspaceId,
    bytes: &[u8],
) -> Result<ListPreview, Problem> {
    let region = app.default_region(workspace).await?;
    let read = if bytes.len() <= SMALL {
        read_numbers(bytes, &region)
    } else {
        let bytes = bytes.to_vec();
        tokio::task::spawn_blocking(move || read_numbers(&bytes, &region))
            .await
            .map_err(|why| Problem::internal(&why))?
    };
    let mut list =
        read.map_err(|why: ListError| Problem::new(ProblemCode::ListTooLarge).detail(why.to_string()))?;
    for line in &mut list.lines {
        if line.message.as_deref().is_some_and(is_too_long) {
            line.message = None;
            line.result = Err(LineError {
                code: "message_too_long",
                message: format!("The message of this line has more than {MESSAGE_MAX_CHARS} characters."),
            });
        }
    }
    Ok(list)
}

fn is_too_long(message: &str) -> bool {
    u32::try_from(message.chars().count()).is_ok_and(|count| count > MESSAGE_MAX_CHARS)
}

/// The lines of a list as the engine plans them.
#[must_use]
pub fn plan_lines(list: &ListPreview) -> Vec<PlanLine> {
    list.lines
        .iter()
        .map(|line| PlanLine {
            line: line.line_no,
            raw: line.raw.clone(),
            name: line.name.clone(),
            message: line.message.clone(),
            number: match (&line.result, line.duplicate_of) {
                (Ok(_), Some(of_line)) => LineNumber::Duplicate { of_line },
                (Ok(phone), None) => LineNumber::Valid(phone.clone()),
                (Err(why), _) => LineNumber::Invalid {
                    code: why.code.to_owned(),
                    reason: why.message.clone(),
                },
            },
            lead: None,
        })
        .collect()
}

/// A list of this size is read in well under a millisecond.
const SMALL: usize = 4 * 1024;
