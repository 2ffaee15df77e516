//! Tables and properties of the call machine.

mod anything;
mod cases;
mod diagram;
mod orders;
mod placements;
mod repairs;
mod table;
