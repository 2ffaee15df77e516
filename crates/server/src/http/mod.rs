//! Everything that is reached over HTTP. The list of routers is in `router.rs`.

pub mod api_keys;
mod audio_meters;
pub mod audit;
pub mod auth;
pub mod calling;
pub mod calls;
pub mod carriers;
pub mod clips;
pub mod compat;
pub mod dispositions;
pub mod dnc;
pub mod docs;
pub mod guard;
pub mod health;
pub mod idempotency;
pub mod leads;
pub mod lists;
pub mod live;
pub mod media_stream;
pub mod money;
pub mod names;
pub mod numbers;
pub mod page;
pub mod problem;
pub mod prompt;
pub mod recordings;
pub mod request;
pub mod room_sound;
pub mod rooms;
pub mod runs;
pub mod seats;
pub mod session;
pub mod settings;
pub mod setup;
pub mod sound_file;
pub mod stats;
pub mod ui;
pub mod users;
pub mod webhook_check;
pub mod webhooks;

mod router;
mod state;

pub use problem::{Problem, ProblemCode};
pub use router::{api_document, router};
pub use state::{App, AppState};
