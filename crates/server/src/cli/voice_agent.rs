//! `outdial voice-agent publish` and `outdial voice-agent diff`: agents that are kept as files, beside other code.
//!
//! They speak with a running server over its API, so that the same checks hold as for people.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use outdial_domain::voice_agent::VoiceAgentSettings;
use outdial_voice::{AgentFiles, DiffKind, HandOver, assistant, diff_documents, read_files};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::arguments::AgentServer;

/// Makes or changes the agent of a folder, and gives it to its host; `anyway` although evals have not passed.
///
/// # Errors
/// When the folder holds no agent, or the server or the host refuses it.
pub async fn publish(folder: &Path, anyway: bool, server: &AgentServer) -> anyhow::Result<()> {
    let settings = read_folder(folder)?;
    let api = Api::of(server)?;
    let fields = serde_json::to_value(&settings)?;
    let stored = match api.named(&settings.name).await? {
        None => api.send(Method::POST, "/voice-agents", Some(&fields)).await?,
        Some(known) if settings_of(&known)? == settings => known,
        Some(known) => {
            let mut change = fields;
            change["revision"] = known["revision"].clone();
            let path = format!("/voice-agents/{}", id_of(&known)?);
            api.send(Method::PUT, &path, Some(&change)).await?
        }
    };
    let path = format!("/voice-agents/{}/publish?anyway={anyway}", id_of(&stored)?);
    let published = api.send(Method::POST, &path, None).await?;
    println!(
        "{} ({}) is published in version {}.",
        settings.name,
        id_of(&published)?,
        published["published_version"]
    );
    Ok(())
}

/// Prints what publishing the agent of a folder would change.
///
/// # Errors
/// When the folder holds no agent, or the server does not answer.
pub async fn diff(folder: &Path, server: &AgentServer) -> anyhow::Result<()> {
    let settings = read_folder(folder)?;
    let api = Api::of(server)?;
    let known = api.named(&settings.name).await?;
    let before = known.as_ref().map(settings_of).transpose()?;
    // What the host's lines allow is the same on both sides; the server says it when it publishes.
    let document = |settings: &VoiceAgentSettings| assistant(settings, "", HandOver::Possible);
    let before = before.map(|before| document(&before));
    let lines = diff_documents(before.as_ref(), &document(&settings));
    let changed: Vec<_> = lines.iter().filter(|line| line.kind != DiffKind::Same).collect();
    if changed.is_empty() {
        println!("Nothing differs.");
    }
    for line in changed {
        let sign = match line.kind {
            DiffKind::Same => ' ',
            DiffKind::Added => '+',
            DiffKind::Removed => '-',
        };
        println!("{sign} {}", line.text);
    }
    Ok(())
}

/// The agent in a folder.
fn read_folder(folder: &Path) -> anyhow::Result<VoiceAgentSettings> {
    let shown = folder.display();
    let mut files = AgentFiles::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{shown} cannot be read"))? {
        let path = entry?.path();
        let is_text = path
            .extension()
            .is_some_and(|kind| kind == "toml" || kind == "md");
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|_| is_text)
        else {
            continue;
        };
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        files.insert(name.to_owned(), text);
    }
    read_files(&files).with_context(|| format!("{shown} holds no agent that can be used"))
}

/// A running server.
struct Api<'a> {
    client: reqwest::Client,
    server: &'a AgentServer,
}

impl<'a> Api<'a> {
    fn of(server: &'a AgentServer) -> anyhow::Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(ANSWER_LIMIT).build()?;
        Ok(Self { client, server })
    }

    /// The agent with this name.
    async fn named(&self, name: &str) -> anyhow::Result<Option<Value>> {
        let list = self.send(Method::GET, "/voice-agents", None).await?;
        let items = list["items"].as_array().cloned().unwrap_or_default();
        let mut found = items.into_iter().filter(|agent| agent["name"] == name);
        let first = found.next();
        if found.next().is_some() {
            bail!("several voice agents are called {name:?}; give each a name of its own");
        }
        Ok(first)
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let url = format!("{}/api/v1{path}", self.server.url.trim_end_matches('/'));
        let request = self.client.request(method, url);
        let request = self.signed(request);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let answer = request
            .send()
            .await
            .with_context(|| format!("{} does not answer; name the server with --url", self.server.url))?;
        let status = answer.status();
        let document: Value = answer.json().await.unwrap_or_else(|_| json!({}));
        if status.is_success() {
            return Ok(document);
        }
        let detail = document["detail"].as_str().unwrap_or("the server gave no reason");
        bail!("the server refused ({status}): {detail}")
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.server.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }
}

fn id_of(agent: &Value) -> anyhow::Result<&str> {
    agent["id"]
        .as_str()
        .context("the server's answer names no voice agent")
}

/// What an agent is told, out of how the API shows it: what else is shown is left out.
fn settings_of(agent: &Value) -> anyhow::Result<VoiceAgentSettings> {
    serde_json::from_value(agent.clone()).context("the server's voice agent cannot be read")
}

/// A host may take its time.
const ANSWER_LIMIT: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_as_an_agent_and_other_files_in_it_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_folder(folder.path()).unwrap_err();
        assert!(
            format!("{missing:#}").contains("agent.toml is missing"),
            "{missing:#}"
        );
        for (name, text) in [
            ("agent.toml", "name = \"Max\"\ncompany = \"Acme\"\n"),
            ("system.md", "Book a meeting.\n"),
            ("first_message.md", "Hello {{lead_first_name}}\n"),
            ("notes.txt", "\u{1}"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let agent = read_folder(folder.path()).unwrap();
        assert_eq!(
            (agent.name.as_str(), agent.system.as_str()),
            ("Max", "Book a meeting.")
        );
    }

    #[test]
    fn what_the_api_shows_reads_back_as_what_an_agent_is_told() {
        let agent = VoiceAgentSettings {
            name: "Max".to_owned(),
            ..VoiceAgentSettings::default()
        };
        let mut shown = serde_json::to_value(&agent).unwrap();
        shown["id"] = json!("agt_1");
        shown["revision"] = json!(3);
        assert_eq!(settings_of(&shown).unwrap(), agent);
    }
}
