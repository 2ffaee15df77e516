//! The store's promises, each kept on SQLite in memory, on a SQLite file and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod accounts;
mod archive;
mod automation;
mod backup;
mod calls;
mod campaigns;
mod collisions;
mod consent;
mod conversations;
mod counters;
mod durability;
mod events;
mod files;
mod followup;
mod group_commit;
mod imports;
mod isolation;
mod kept_calls;
mod leads;
mod list;
mod modes;
mod opening;
mod outbox;
mod recordings;
mod reports;
mod requests;
mod rooms;
mod row_level_security;
mod runs;
mod samples;
mod seats;
mod stand;
mod system;
