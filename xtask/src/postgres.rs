//! A PostgreSQL of our own for one run: random port, random password, nothing left behind.

use std::io::Read;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::clock::wait_for;
use crate::command::{capture, find_on_path};
use crate::http::free_address;
use crate::install::{self, Installing};
use crate::repo::Repo;
use crate::scratch::Scratch;
use crate::service::Service;

/// A running private PostgreSQL; stopped and removed when dropped.
#[derive(Debug)]
pub struct PrivatePostgres {
    service: Service,
    _scratch: Scratch,
    url: String,
}

/// Whom the server runs as: it refuses to run as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Account {
    uid: u32,
    gid: u32,
}

impl PrivatePostgres {
    /// Starts one, installing PostgreSQL if need be.
    pub fn start(repo: &Repo, installing: Installing) -> Result<Self> {
        let programs = programs(repo, installing)?;
        let scratch = Scratch::create("postgres")?;
        let account = if install::is_root() {
            Some(unprivileged()?)
        } else {
            None
        };
        let password = random_word()?;
        let password_file = scratch.path().join("password");
        std::fs::write(&password_file, &password)?;
        if let Some(account) = account {
            scratch.give_to(account.uid, account.gid)?;
            std::os::unix::fs::chown(&password_file, Some(account.uid), Some(account.gid))?;
        }
        let data = scratch.path().join("data");
        let mut init = command_as(&programs.join("initdb"), account, scratch.path());
        init.args([
            "--username=admin",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ])
        .arg(format!("--pwfile={}", password_file.display()))
        .arg(format!("--pgdata={}", data.display()));
        capture(&mut init).context("prepare a private PostgreSQL")?;
        let address = free_address()?;
        let mut server = command_as(&programs.join("postgres"), account, scratch.path());
        server.arg("-D").arg(&data).arg("-k").arg(scratch.path()).args([
            "-h",
            "127.0.0.1",
            "-p",
            &address.port().to_string(),
        ]);
        for setting in SETTINGS {
            server.args(["-c", setting]);
        }
        let service = Service::start(&mut server, &repo.logs()?.join("postgres.log"))?;
        let mut postgres = Self {
            service,
            _scratch: scratch,
            url: format!("postgres://{ROLE}:{password}@{address}/{ROLE}"),
        };
        postgres.wait_until_ready(&programs, address, &password)?;
        postgres.create_role(&programs, address, &password)?;
        Ok(postgres)
    }

    /// Connects to a database of its own, as a role that may create databases and nothing more.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&mut self, programs: &Path, address: SocketAddr, password: &str) -> Result<()> {
        let ready = wait_for(START_LIMIT, || {
            if self.service.has_ended() {
                return Some(false);
            }
            psql(programs, address, password, "SELECT 1").ok().map(|_| true)
        });
        match ready {
            Some(true) => Ok(()),
            Some(false) | None => {
                bail!("the private PostgreSQL does not start; see target/xtask/postgres.log")
            }
        }
    }

    /// Row-level security does not bind superusers, so the tests connect as an ordinary role.
    fn create_role(&self, programs: &Path, address: SocketAddr, password: &str) -> Result<()> {
        for statement in [
            format!("CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '{password}'"),
            format!("CREATE DATABASE {ROLE} OWNER {ROLE}"),
        ] {
            psql(programs, address, password, &statement).context("create the role of the tests")?;
        }
        Ok(())
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        // A polite end first (SIGINT is PostgreSQL's fast shutdown), so that its children end as well.
        let asked = capture(Command::new("kill").args(["-INT", &self.service.id().to_string()]));
        if asked.is_ok() {
            let _ = wait_for(STOP_LIMIT, || self.service.has_ended().then_some(()));
        }
    }
}

/// The folder with `initdb` and `postgres`: Debian keeps them off the path, one folder per version.
fn programs(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    install::install_package(repo, installing, &["postgresql"])?;
    find_programs().context("PostgreSQL was installed, yet initdb is nowhere to be found")
}

fn find_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions.and_then(|versions| {
        versions
            .flatten()
            .map(|version| version.path())
            .filter(|path| path.join("bin").join("initdb").is_file())
            .max_by_key(|path| {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                name.and_then(|name| name.parse::<u32>().ok()).unwrap_or(0)
            })
            .map(|path| path.join("bin"))
    });
    newest.or_else(|| find_on_path("initdb").and_then(|initdb| initdb.parent().map(Path::to_path_buf)))
}

fn psql(programs: &Path, address: SocketAddr, password: &str, statement: &str) -> Result<String> {
    let mut command = Command::new(programs.join("psql"));
    command
        .env("PGPASSWORD", password)
        .env("PGCONNECT_TIMEOUT", "2")
        .args(["-h", "127.0.0.1", "-p", &address.port().to_string()])
        .args([
            "-U", "admin", "-d", "postgres", "-X", "-q", "-t", "-A", "-c", statement,
        ]);
    capture(&mut command)
}

fn command_as(program: &Path, account: Option<Account>, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(home);
    if let Some(account) = account {
        command.gid(account.gid).uid(account.uid);
    }
    command
}

/// The user `postgres` where it exists, else `nobody`.
fn unprivileged() -> Result<Account> {
    let users = std::fs::read_to_string("/etc/passwd").context("look for an unprivileged user")?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| account_named(&users, name))
        .context("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
}

fn account_named(users: &str, name: &str) -> Option<Account> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let uid = fields.next()?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account { uid, gid })
}

fn random_word() -> Result<String> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("draw a password")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

const ROLE: &str = "outdial";
const START_LIMIT: Duration = Duration::from_secs(30);
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// Tests need speed and room for connections; nothing here has to survive a power cut.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=64MB",
    "listen_addresses=127.0.0.1",
    // A simulated day passes in a minute, in which the planner would otherwise never look at tables that it met empty,
    // and read them from end to end.
    "autovacuum_naptime=1s",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_the_user_list() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:103::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(
            account_named(users, "postgres"),
            Some(Account { uid: 101, gid: 103 })
        );
        assert_eq!(account_named(users, "nobody"), None);
    }
}
