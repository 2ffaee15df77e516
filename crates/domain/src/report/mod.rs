//! What calls came to, for reports: sums, rates that are absent where nothing could be counted, and hours by a clock.

mod clock;
mod sum;

pub use clock::ReportClock;
pub use sum::ReportSum;
