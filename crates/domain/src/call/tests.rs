//! Tables and properties of the call machine.
