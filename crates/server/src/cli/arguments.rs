//! What can be typed after `outdial`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::http::auth::Role;

/// Self-hosted outbound calling: give it people to call and a phone carrier.
#[derive(Debug, Parser)]
#[command(name = "outdial", version, about, after_help = AFTER_HELP)]
pub struct Arguments {
    /// Configuration file [default: outdial.toml, when there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do [default: serve]
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the page, the API and the dialler (also without any command)
    Serve,
    /// Bring the database to this version and exit
    Migrate,
    /// Manage users
    User {
        /// What to do with users.
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Manage API keys
    ApiKey {
        /// What to do with keys.
        #[command(subcommand)]
        command: ApiKeyCommand,
    },
    /// Publish voice agents that are kept as files
    VoiceAgent {
        /// What to do with them.
        #[command(subcommand)]
        command: VoiceAgentCommand,
    },
    /// Check configuration, data folder, database, carrier, public address and clock
    Doctor,
    /// Serve the simulated phone network alone
    Sandbox(SandboxArguments),
    /// Say who answers on a recording, and how that shows
    Amd {
        /// WAV file that begins when the phone is answered
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Print JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Copy the SQLite database while the server runs
    Backup {
        /// File to write; must not exist
        #[arg(value_name = "FILE")]
        to: PathBuf,
    },
    /// Print the version
    Version,
}

/// What to do with users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a user; the password is asked for, or read from standard input
    Add {
        /// E-mail address, used to sign in
        email: String,
        /// Name shown to others [default: the part before the @]
        #[arg(long)]
        name: Option<String>,
        /// admin, manager or agent
        #[arg(long, default_value = "admin", value_parser = role)]
        role: Role,
    },
}

/// What to do with API keys.
#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Create a key and print it, once
    Create {
        /// Name of the program that uses it
        name: String,
        /// The role that the key acts in
        #[arg(long, default_value = "manager", value_parser = role)]
        role: Role,
        /// Only these scopes, e.g. calls:read,calls:write
        #[arg(long, value_delimiter = ',')]
        scopes: Vec<String>,
        /// Days until it expires [default: never]
        #[arg(long)]
        days: Option<u32>,
    },
}

/// What to do with voice agents.
#[derive(Debug, Subcommand)]
pub enum VoiceAgentCommand {
    /// Make or change the agent of a folder on a running server, and give it to its host
    Publish {
        /// Folder with agent.toml, system.md, first_message.md, end_call.md and voicemail.md
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// Publish although evals have not passed
        #[arg(long)]
        anyway: bool,
        /// Which server.
        #[command(flatten)]
        server: AgentServer,
    },
    /// Show what publishing the agent of a folder would change
    Diff {
        /// Folder with the agent
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// Which server.
        #[command(flatten)]
        server: AgentServer,
    },
}

/// A running server, and how to be let in there.
#[derive(Debug, Args)]
pub struct AgentServer {
    /// Address of the running server
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// API key with the scopes voice_agents:read and voice_agents:write
    #[arg(long, env = "OUTDIAL_API_KEY", hide_env_values = true)]
    pub key: Option<String>,
}

/// How to serve the sandbox alone.
#[derive(Debug, Args)]
pub struct SandboxArguments {
    /// Address to serve on
    #[arg(long, default_value = "127.0.0.1:8090")]
    pub listen: SocketAddr,
    /// `default`, `deterministic` or a TOML file
    #[arg(long)]
    pub population: Option<String>,
    /// Seed of its chance
    #[arg(long)]
    pub seed: Option<u64>,
    /// Calls per second that the account allows
    #[arg(long)]
    pub cps: Option<f64>,
    /// Outdial's address: what becomes of appointments and mails is reported there
    #[arg(long = "app", value_name = "URL")]
    pub application: Option<String>,
    /// Address to take mails on by SMTP, such as 127.0.0.1:2525
    #[arg(long, value_name = "ADDRESS")]
    pub smtp: Option<SocketAddr>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "write admin, manager or agent".to_owned())
}

const AFTER_HELP: &str = "Settings come from the environment, from .env and from outdial.toml, in that order; \
nothing needs to be set.\nWithout carrier credentials the built-in phone network (sandbox) takes the calls.";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn no_command_is_allowed() {
        assert!(Arguments::try_parse_from(["outdial"]).unwrap().command.is_none());
    }

    #[test]
    fn an_unknown_role_is_refused_with_the_known_ones() {
        let error =
            Arguments::try_parse_from(["outdial", "user", "add", "a@x.org", "--role", "root"]).unwrap_err();
        assert!(error.to_string().contains("admin, manager or agent"));
    }
}
