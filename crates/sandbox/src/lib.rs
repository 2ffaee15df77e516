//! outdial-sandbox
