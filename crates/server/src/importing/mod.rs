//! Importing leads in the background: a file is looked at, its rows become leads when somebody says so, and all of it
//! can be taken back.
//!
//! Two loops work: one looks at files, the other one writes and takes back, one import after the other, so that two
//! imports never bring the same number at once. Where an import stands is stored; a process that dies in the middle
//! finds it at the next start, takes back what was written, and begins again. The look beforehand and the import itself
//! read and judge rows in the same way (`rows.rs`), which is why they count the same.

mod check;
mod desk;
mod failure;
mod files;
mod report;
mod rows;
mod run;
mod take_back;
mod worker;
mod write;

pub use check::retell;
pub use desk::{ImportDesk, ImportProgress};
pub use files::ImportFiles;
pub use report::{ImportReport, ReportedError, ReportedRow};
pub use rows::facts;
pub use worker::{check_files, write_leads};
pub use write::{Destination, Writer};
