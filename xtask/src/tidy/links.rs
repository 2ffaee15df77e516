//! Links between documents that lead nowhere.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Finding;
use crate::repo::Repo;

/// Relative links in Markdown files whose file or heading does not exist.
pub fn find(repo: &Repo, files: &[PathBuf]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "md"))
    {
        let path = repo.root().join(file);
        let text = std::fs::read_to_string(&path).with_context(|| format!("read {}", file.display()))?;
        for link in links(&text) {
            if let Some(what) = judge(&path, &text, &link) {
                findings.push(Finding::new(file.display().to_string(), what));
            }
        }
    }
    Ok(findings)
}

fn judge(page: &Path, text: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (target, heading) = link.split_once('#').unwrap_or((link, ""));
    let linked = if target.is_empty() {
        text.to_owned()
    } else {
        let path = page.parent().unwrap_or(Path::new("")).join(target);
        if !path.exists() {
            return Some(format!("the link to {target} is dead"));
        }
        // Headings of folders and pictures are not ours to judge.
        match path.extension().is_some_and(|end| end == "md") {
            true => std::fs::read_to_string(&path).unwrap_or_default(),
            false => return None,
        }
    };
    let known = heading.is_empty() || anchors(&linked).any(|anchor| anchor == heading);
    (!known).then(|| format!("there is no heading for #{heading}"))
}

/// The targets of `[text](target)` outside code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        let mut rest = line;
        while let Some(at) = rest.find("](") {
            rest = &rest[at + 2..];
            let Some(end) = rest.find(')') else { break };
            let target = rest[..end].split(' ').next().unwrap_or_default();
            if !target.is_empty() {
                found.push(target.to_owned());
            }
            rest = &rest[end..];
        }
    }
    found
}

/// The anchors that a page's headings get.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    prose(text).filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        title
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    })
}

/// Lines that are not inside a fenced block of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_prose_and_not_in_code() {
        let text = "See [a](one.md) and [b](two.md#part \"title\").\n```\n[c](three.md)\n```\n";
        assert_eq!(links(text), ["one.md", "two.md#part"]);
    }

    #[test]
    fn a_heading_becomes_the_anchor_that_people_link_to() {
        assert_eq!(
            anchors("## First five minutes\n").collect::<Vec<_>>(),
            ["first-five-minutes"]
        );
        assert_eq!(
            anchors("# `carrier.x`: what\n").collect::<Vec<_>>(),
            ["carrierx-what"]
        );
    }

    #[test]
    fn dead_files_and_headings_are_named_and_the_outside_world_is_not() {
        let page = Path::new("README.md");
        assert!(judge(page, "", "no-such-page.md").is_some());
        assert!(judge(page, "# Here\n", "#there").is_some());
        assert!(judge(page, "# Here\n", "#here").is_none());
        assert!(judge(page, "", "https://example.com/x").is_none());
    }
}
