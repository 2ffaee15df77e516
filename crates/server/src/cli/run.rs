//! Does what was typed.

use anyhow::Context as _;

use super::arguments::{ApiKeyCommand, Arguments, Command, UserCommand, VoiceAgentCommand};
use super::{amd, api_key_create, backup, doctor, logging, migrate, sandbox, user_add, voice_agent};
use crate::config::{Config, Source};

/// Does what was typed; the error is for people.
///
/// # Errors
/// Whatever kept the command from doing its work.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let source = Source::from_process(arguments.config.as_deref())?;
    let config = || Config::read(&source);
    match &arguments.command {
        None | Some(Command::Serve) => {
            let config = config()?;
            logging::start(&config.log, config.log_json)?;
            work(crate::serve::serve(config))
        }
        Some(Command::Migrate) => work(migrate::migrate(config()?)),
        Some(Command::User {
            command: UserCommand::Add { email, name, role },
        }) => work(user_add::add(config()?, email, name.as_deref(), *role)),
        Some(Command::ApiKey {
            command:
                ApiKeyCommand::Create {
                    name,
                    role,
                    scopes,
                    days,
                },
        }) => work(api_key_create::create(config()?, name, *role, scopes, *days)),
        Some(Command::VoiceAgent {
            command:
                VoiceAgentCommand::Publish {
                    folder,
                    anyway,
                    server,
                },
        }) => work(voice_agent::publish(folder, *anyway, server)),
        Some(Command::VoiceAgent {
            command: VoiceAgentCommand::Diff { folder, server },
        }) => work(voice_agent::diff(folder, server)),
        Some(Command::Doctor) => work(doctor::doctor(&source)),
        Some(Command::Sandbox(arguments)) => {
            let config = config()?;
            logging::start(&config.log, config.log_json)?;
            work(sandbox::serve(config, arguments))
        }
        Some(Command::Amd { file, json }) => amd::explain(file, *json),
        Some(Command::Openapi) => {
            println!("{}", crate::http::api_document().to_pretty_json()?);
            Ok(())
        }
        Some(Command::Backup { to }) => work(backup::backup(config()?, to)),
        Some(Command::Version) => {
            println!("outdial {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
    }
}

fn work(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(worker_threads())
        .enable_all()
        .build()
        .context("threads cannot be started")?;
    let outcome = runtime.block_on(work);
    // Whatever still blocks a thread (a name look-up, say) must not keep the process alive.
    runtime.shutdown_background();
    outcome
}

/// More threads than cores only cost memory.
fn worker_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}
