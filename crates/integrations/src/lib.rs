//! outdial-integrations
