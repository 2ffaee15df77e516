//! The zones in which a number's phone may be.

use jiff::civil::DateTime;

use crate::phone::{NumberKind, PhoneNumber};
use crate::time::Timestamp;

use super::table::{Zone, table};

/// What the candidates were derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The area code.
    Prefix,
    /// The country alone: the phone may be anywhere in it.
    Country,
    /// Nothing is known.
    Nothing,
}

impl Basis {
    /// The word kept in receipts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prefix => "area_code",
            Self::Country => "country",
            Self::Nothing => "nothing",
        }
    }
}

/// The zones in which a number's phone may be; empty when nothing is known.
#[derive(Debug, Clone)]
pub struct ZoneCandidates {
    zones: Vec<&'static Zone>,
    basis: Basis,
}

impl ZoneCandidates {
    /// The zones, sorted by name.
    #[must_use]
    pub fn zones(&self) -> &[&'static Zone] {
        &self.zones
    }

    /// The IANA names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.zones.iter().map(|zone| zone.name()).collect()
    }

    /// What the candidates were derived from.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty()
    }

    /// What the clock shows in each zone, as `HH:MM`.
    #[must_use]
    pub fn local_times(&self, now: Timestamp) -> Vec<(&'static str, String)> {
        let shown = |zone: &&'static Zone| {
            let local = zone.rules()?.to_datetime(now.to_jiff());
            Some((zone.name(), clock_face(local)))
        };
        self.zones.iter().filter_map(shown).collect()
    }

    /// The earliest and the latest that the callee's clock may show, as `HH:MM`.
    #[must_use]
    pub fn local_span(&self, now: Timestamp) -> Option<(String, String)> {
        let local = |zone: &&'static Zone| Some(zone.rules()?.to_datetime(now.to_jiff()));
        let first = self.zones.iter().filter_map(local).min()?;
        let last = self.zones.iter().filter_map(local).max()?;
        Some((clock_face(first), clock_face(last)))
    }

    /// What the callee's clock shows, when all candidates agree.
    #[must_use]
    pub fn local_time(&self, now: Timestamp) -> Option<String> {
        self.local_span(now)
            .and_then(|(first, last)| (first == last).then_some(first))
    }
}

/// The zones in which this number's phone may be: by the kind of number first, then by the longest known prefix.
#[must_use]
pub fn zones_for(phone: &PhoneNumber) -> ZoneCandidates {
    let country = phone.country_code().and_then(|code| u32::try_from(code).ok());
    let Some(country) = country else {
        return found(None, Basis::Nothing);
    };
    let whole_country = table().exact(country);
    if !is_placed(phone.kind()) {
        return found(whole_country, Basis::Country);
    }
    let by_prefix = table().longest_prefix(phone.e164().trim_start_matches('+'));
    // The country's own row is also its shortest prefix: landing there means that the area code is not known.
    let basis = if by_prefix.is_some() && !same(by_prefix.as_deref(), whole_country.as_deref()) {
        Basis::Prefix
    } else {
        Basis::Country
    };
    found(by_prefix, basis)
}

/// What the clock shows wherever this number's phone may be.
#[must_use]
pub fn local_times(phone: &PhoneNumber, now: Timestamp) -> Vec<(&'static str, String)> {
    zones_for(phone).local_times(now)
}

/// Whether numbers of this kind are given out by place. Mobile numbers are not: the table's rows for them name
/// the zone of the capital (all of `+7 9` is Moscow there).
const fn is_placed(kind: NumberKind) -> bool {
    match kind {
        NumberKind::FixedLine | NumberKind::FixedLineOrMobile => true,
        NumberKind::Mobile
        | NumberKind::TollFree
        | NumberKind::PremiumRate
        | NumberKind::SharedCost
        | NumberKind::Voip
        | NumberKind::PersonalNumber
        | NumberKind::Pager
        | NumberKind::Uan
        | NumberKind::Voicemail
        | NumberKind::Unknown => false,
    }
}

fn clock_face(local: DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn found(zones: Option<Vec<&'static Zone>>, basis: Basis) -> ZoneCandidates {
    let mut zones = zones.unwrap_or_default();
    zones.sort_unstable_by_key(|zone| zone.name());
    let basis = if zones.is_empty() { Basis::Nothing } else { basis };
    ZoneCandidates { zones, basis }
}

fn same(left: Option<&[&'static Zone]>, right: Option<&[&'static Zone]>) -> bool {
    let names = |zones: Option<&[&'static Zone]>| -> Option<Vec<_>> {
        zones.map(|zones| zones.iter().map(|zone| zone.name()).collect())
    };
    names(left) == names(right)
}
