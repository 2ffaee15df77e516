//! The services beside the network.

mod calendar;
mod desk;
mod mails;
mod official;
mod voice_agents;
