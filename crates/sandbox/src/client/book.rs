//! The browsers' calls that last.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::softphone::Softphone;

/// The browsers' calls that last, by the identifiers of their legs.
#[derive(Debug, Default)]
pub(crate) struct SoftphoneBook {
    by_call: BTreeMap<String, Arc<Softphone>>,
}

impl SoftphoneBook {
    pub(super) fn add(&mut self, phone: &Arc<Softphone>) {
        self.by_call.insert(phone.leg.sid.clone(), Arc::clone(phone));
    }

    pub(super) fn get(&self, call: &str) -> Option<Arc<Softphone>> {
        self.by_call.get(call).cloned()
    }

    pub(super) fn remove(&mut self, call: &str) {
        self.by_call.remove(call);
    }
}
