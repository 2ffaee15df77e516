//! Which crate may use which: imports run downwards only.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Finding;
use crate::binary::cargo;
use crate::command::capture;
use crate::repo::Repo;

/// What a crate of ours may use of ours, in its code and, beyond that, in its tests.
struct Allowed {
    name: &'static str,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
}

const ALLOWED: &[Allowed] = &[
    Allowed {
        name: "outdial-domain",
        uses: &[],
        tests_use: &[],
    },
    Allowed {
        name: "outdial-store",
        uses: &["outdial-domain"],
        tests_use: &[],
    },
    Allowed {
        name: "outdial-carrier",
        uses: &["outdial-domain"],
        tests_use: &[],
    },
    Allowed {
        name: "outdial-integrations",
        uses: &["outdial-domain"],
        tests_use: &[],
    },
    // Voice agents in the words of their hosts; its tests talk with the sandbox's model.
    Allowed {
        name: "outdial-voice",
        uses: &["outdial-domain"],
        tests_use: &["outdial-sandbox"],
    },
    // Ciphers that both ends of a browser's call need.
    Allowed {
        name: "outdial-webrtc-crypto",
        uses: &[],
        tests_use: &[],
    },
    // Audio knows participants and frames, not calls.
    Allowed {
        name: "outdial-media",
        uses: &["outdial-webrtc-crypto"],
        tests_use: &[],
    },
    Allowed {
        name: "outdial-engine",
        uses: &[
            "outdial-domain",
            "outdial-store",
            "outdial-carrier",
            "outdial-integrations",
            "outdial-media",
            "outdial-voice",
        ],
        tests_use: &["outdial-sandbox"],
    },
    // The sandbox talks to the rest over the wire only.
    Allowed {
        name: "outdial-sandbox",
        uses: &["outdial-domain", "outdial-webrtc-crypto"],
        tests_use: &[],
    },
    Allowed {
        name: "outdial",
        uses: &[
            "outdial-domain",
            "outdial-store",
            "outdial-carrier",
            "outdial-integrations",
            "outdial-media",
            "outdial-voice",
            "outdial-engine",
            "outdial-sandbox",
        ],
        tests_use: &[],
    },
    // Measuring and building tools look at the program from outside; filling a store and mixing audio are exceptions.
    Allowed {
        name: "outdial-bench",
        uses: &["outdial-domain", "outdial-store", "outdial-media"],
        tests_use: &[],
    },
    Allowed {
        name: "xtask",
        uses: &[],
        tests_use: &[],
    },
];

/// Edges between our crates that the table does not allow.
pub fn find(repo: &Repo, _files: &[PathBuf]) -> Result<Vec<Finding>> {
    let mut command = cargo(repo);
    command.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&capture(&mut command)?)?;
    let packages = metadata["packages"].as_array().context("cargo lists packages")?;
    Ok(judge(packages))
}

fn judge(packages: &[Value]) -> Vec<Finding> {
    let ours: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.name == name) else {
            findings.push(Finding::new(
                name,
                "is not in the table of crates in xtask/src/tidy/edges.rs",
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"] == "dev";
            let fine = allowed.uses.contains(&used) || (for_tests && allowed.tests_use.contains(&used));
            if ours.contains(&used) && used != name && !fine {
                let kind = if for_tests { "tests use" } else { "uses" };
                findings.push(Finding::new(
                    name,
                    format!("{kind} {used}; imports run downwards only"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, uses: &str, kind: Option<&str>) -> Value {
        json!({"name": name, "dependencies": [{"name": uses, "kind": kind}]})
    }

    #[test]
    fn downward_edges_are_fine_and_upward_ones_are_named() {
        let domain = json!({"name": "outdial-domain", "dependencies": []});
        let store = package("outdial-store", "outdial-domain", None);
        assert_eq!(judge(&[domain.clone(), store]), []);
        let upward = package("outdial-domain", "outdial-store", None);
        let store = json!({"name": "outdial-store", "dependencies": []});
        assert_eq!(judge(&[upward, store]).len(), 1);
    }

    #[test]
    fn an_edge_for_tests_is_allowed_to_tests_alone() {
        let sandbox = json!({"name": "outdial-sandbox", "dependencies": []});
        let tests = package("outdial-engine", "outdial-sandbox", Some("dev"));
        assert_eq!(judge(&[sandbox.clone(), tests]), []);
        let code = package("outdial-engine", "outdial-sandbox", None);
        assert_eq!(judge(&[sandbox, code]).len(), 1);
    }

    #[test]
    fn a_crate_that_nobody_placed_is_named() {
        let stray = json!({"name": "outdial-stray", "dependencies": []});
        assert_eq!(judge(&[stray]).len(), 1);
    }
}
