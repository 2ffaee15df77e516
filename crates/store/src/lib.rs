//! outdial-store
