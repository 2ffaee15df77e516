//! Numbers as people write them, remembered: a call is shown several times and its number never changes, while
//! finding the right notation means looking into the numbering plans.

use std::collections::BTreeMap;
use std::sync::Mutex;

use outdial_domain::PhoneNumber;
use outdial_domain::ids::CarrierAccountId;

use crate::http::calls::view::{CallNames, CarrierRef};
use crate::http::names::AccountNames;

/// The numbers written lately.
#[derive(Debug, Default)]
pub struct Written {
    numbers: Mutex<BTreeMap<PhoneNumber, String>>,
}

impl Written {
    fn of(&self, number: &PhoneNumber) -> String {
        let mut numbers = self
            .numbers
            .lock()
            .expect("no code panics while it holds this lock");
        if let Some(written) = numbers.get(number) {
            return written.clone();
        }
        if numbers.len() >= KEPT_MAX {
            numbers.clear();
        }
        let written = number.international();
        numbers.insert(number.clone(), written.clone());
        written
    }
}

/// The accounts by name, and numbers as they were written before.
pub struct LiveNames<'a> {
    pub accounts: AccountNames,
    pub written: &'a Written,
}

impl CallNames for LiveNames<'_> {
    fn account(&self, id: &CarrierAccountId) -> Option<CarrierRef> {
        self.accounts.account(id)
    }

    fn number(&self, number: &PhoneNumber) -> String {
        self.written.of(number)
    }
}

/// More than the live calls of a large floor; a megabyte or two.
const KEPT_MAX: usize = 16_384;
