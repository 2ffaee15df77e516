//! What campaigns' calls came to, how right the detectors were, and how agents spent their shifts.

mod counted;
mod flush;
mod read;
mod shifts;
mod verdicts;

pub(crate) use counted::{ReportFigures, ReportKey, Reported};
pub use read::{ReportDimension, ReportSpan};
pub use shifts::{ShiftFilter, ShiftRow};
pub use verdicts::{VerdictChecks, VerdictSource};

use crate::workspace::Tx;

/// Reports of a workspace.
pub struct Reports<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}
