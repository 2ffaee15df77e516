//! Automation: which campaign it is, when its next batch is called, what its batches did and came to.

mod figures;
mod pulse;
mod runs;

pub use figures::{AutomationFigures, AutomationSlot};
pub use pulse::PulseRow;
pub use runs::{AutomationRunLead, AutomationRunRow};

use crate::workspace::Tx;

/// Automation of a workspace.
pub struct Automation<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}
