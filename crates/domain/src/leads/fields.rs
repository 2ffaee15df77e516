//! What is known of a lead beside where it stands, and how two accounts of the same lead become one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Consents;
use crate::PhoneNumber;

/// What is known of a lead beside where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadFields {
    /// The person.
    pub contact_name: Option<String>,
    /// The company.
    pub company_name: Option<String>,
    /// The person's title or position.
    pub title: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The IANA time zone that somebody named.
    pub time_zone: Option<String>,
    /// What people noted about it.
    pub notes: Option<String>,
    /// Its numbers; the first one is dialled first.
    pub numbers: Vec<LeadNumber>,
    /// What else is known, by the names that the workspace gives it.
    pub custom: BTreeMap<String, String>,
    /// Short words by which people sort leads.
    pub tags: Vec<String>,
    /// What it has agreed to.
    #[serde(default)]
    pub consents: Consents,
}

/// A number of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadNumber {
    /// E.164.
    pub phone: PhoneNumber,
    /// Which of its numbers this is: `mobile`, `office`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What a change did to the fields of a lead: only those that differ, as they were and as they became.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldChange {
    /// As they were, by the name of the field.
    pub before: BTreeMap<String, serde_json::Value>,
    /// As they became.
    pub after: BTreeMap<String, serde_json::Value>,
}

impl LeadNumber {
    /// A number without a label.
    #[must_use]
    pub const fn of(phone: PhoneNumber) -> Self {
        Self { phone, label: None }
    }
}

impl LeadFields {
    /// These fields with what a newer account of the same lead says: values that it has win, values that it lacks
    /// stay, numbers, tags and consents are added.
    #[must_use]
    pub fn merged_with(&self, newer: &Self) -> Self {
        let newest = |old: &Option<String>, new: &Option<String>| new.clone().or_else(|| old.clone());
        let mut merged = Self {
            contact_name: newest(&self.contact_name, &newer.contact_name),
            company_name: newest(&self.company_name, &newer.company_name),
            title: newest(&self.title, &newer.title),
            email: newest(&self.email, &newer.email),
            time_zone: newest(&self.time_zone, &newer.time_zone),
            notes: newest(&self.notes, &newer.notes),
            numbers: self.numbers.clone(),
            custom: self.custom.clone(),
            tags: self.tags.clone(),
            consents: self.consents.with_list(&newer.consents),
        };
        for number in &newer.numbers {
            let is_known = merged.numbers.iter().any(|known| known.phone == number.phone);
            if !is_known && merged.numbers.len() < NUMBERS_MAX {
                merged.numbers.push(number.clone());
            }
        }
        merged.custom.extend(newer.custom.clone());
        for tag in &newer.tags {
            if !merged.tags.contains(tag) {
                merged.tags.push(tag.clone());
            }
        }
        merged
    }

    /// What differs between these fields and later ones.
    #[must_use]
    pub fn change_to(&self, later: &Self) -> FieldChange {
        let mut change = FieldChange::default();
        let (before, after) = (self.by_name(), later.by_name());
        for (name, value) in after {
            let earlier = before.get(&name).cloned().unwrap_or_default();
            if earlier != value {
                change.before.insert(name.clone(), earlier);
                change.after.insert(name, value);
            }
        }
        change
    }

    /// Takes a change back: each field that is still as the change made it becomes what it was before. `None` when
    /// no field is, because all of them were changed again since.
    #[must_use]
    pub fn without(&self, change: &FieldChange) -> Option<Self> {
        let mut fields = self.by_name();
        let mut is_changed = false;
        for (name, value) in &change.after {
            let Some(before) = change.before.get(name) else {
                continue;
            };
            if fields.get(name) == Some(value) {
                fields.insert(name.clone(), before.clone());
                is_changed = true;
            }
        }
        let fields = serde_json::Value::Object(fields.into_iter().collect());
        serde_json::from_value(fields).ok().filter(|_| is_changed)
    }

    fn by_name(&self) -> BTreeMap<String, serde_json::Value> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => fields.into_iter().collect(),
            Ok(_) | Err(_) => BTreeMap::new(),
        }
    }
}

impl FieldChange {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.after.is_empty()
    }
}

/// Nobody is tried on more numbers than this.
pub const NUMBERS_MAX: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> LeadNumber {
        LeadNumber::of(PhoneNumber::from_e164(text).unwrap())
    }

    fn ada() -> LeadFields {
        LeadFields {
            contact_name: Some("Ada".to_owned()),
            title: Some("Countess".to_owned()),
            numbers: vec![number("+14155552671")],
            tags: vec!["vip".to_owned()],
            ..LeadFields::default()
        }
    }

    #[test]
    fn what_a_newer_account_says_wins_and_what_it_lacks_stays() {
        let newer = LeadFields {
            contact_name: Some("Ada Lovelace".to_owned()),
            numbers: vec![number("+14155552672"), number("+14155552671")],
            tags: vec!["vip".to_owned(), "engine".to_owned()],
            ..LeadFields::default()
        };
        let merged = ada().merged_with(&newer);
        assert_eq!(merged.contact_name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(merged.title.as_deref(), Some("Countess"));
        assert_eq!(merged.numbers, [number("+14155552671"), number("+14155552672")]);
        assert_eq!(merged.tags, ["vip", "engine"]);
        assert_eq!(merged.merged_with(&newer), merged);
    }

    #[test]
    fn a_change_is_taken_back_field_by_field_where_nobody_changed_it_again() {
        let before = ada();
        let mut after = before.clone();
        after.title = Some("Engineer".to_owned());
        after.email = Some("ada@example.com".to_owned());
        let change = before.change_to(&after);
        assert_eq!(after.without(&change), Some(before.clone()));
        let mut later = after.clone();
        later.title = Some("Poet".to_owned());
        let restored = later.without(&change).unwrap();
        assert_eq!(restored.title.as_deref(), Some("Poet"));
        assert_eq!(restored.email, None);
        later.email = Some("poet@example.com".to_owned());
        assert_eq!(later.without(&change), None);
        assert!(before.change_to(&before).is_empty());
    }
}
