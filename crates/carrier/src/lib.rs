//! outdial-carrier
