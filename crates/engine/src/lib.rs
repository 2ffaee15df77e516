//! outdial-engine
