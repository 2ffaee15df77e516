//! The table of number prefixes, read once from the generated file and the corrections kept by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use jiff::tz::TimeZone;

/// A time zone by its IANA name; its rules are loaded when first asked for.
#[derive(Debug)]
pub struct Zone {
    name: &'static str,
    rules: OnceLock<Option<TimeZone>>,
}

impl Zone {
    /// The IANA name (`America/New_York`).
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The zone's rules; absent when the time-zone database does not know the name.
    #[must_use]
    pub fn rules(&self) -> Option<&TimeZone> {
        self.rules.get_or_init(|| TimeZone::get(self.name).ok()).as_ref()
    }
}

/// Prefixes sorted as numbers; no prefix starts with 0, so the number says the length too.
#[derive(Debug)]
pub(super) struct Table {
    version: &'static str,
    zones: Vec<Zone>,
    sets: Vec<Box<[u16]>>,
    rows: Vec<(u32, u16)>,
}

/// The table in use.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| Draft::read(GENERATED, CORRECTIONS).finish());
    &TABLE
}

/// The release that the table was generated from.
#[must_use]
pub fn table_version() -> &'static str {
    table().version
}

impl Table {
    /// The zones of the longest prefix of `digits` that has any.
    pub fn longest_prefix(&self, digits: &str) -> Option<Vec<&Zone>> {
        (1..=LONGEST_PREFIX.min(digits.len()))
            .rev()
            .find_map(|length| self.exact(digits.get(..length)?.parse().ok()?))
    }

    /// The zones of exactly this prefix.
    pub fn exact(&self, prefix: u32) -> Option<Vec<&Zone>> {
        let row = self.rows.binary_search_by_key(&prefix, |&(key, _)| key).ok()?;
        let set = self.sets.get(usize::from(self.rows[row].1))?;
        Some(
            set.iter()
                .filter_map(|&zone| self.zones.get(usize::from(zone)))
                .collect(),
        )
    }

    #[cfg(test)]
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    #[cfg(test)]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }
}

/// The table while it is being read.
#[derive(Default)]
struct Draft {
    version: &'static str,
    names: Vec<&'static str>,
    rows: BTreeMap<u32, BTreeSet<u16>>,
}

impl Draft {
    fn read(generated: &'static str, corrections: &'static str) -> Self {
        let mut draft = Self::default();
        for line in generated.lines() {
            draft.generated_line(line);
        }
        for line in corrections.lines().filter(|line| !line.starts_with('#')) {
            draft.correction(line);
        }
        draft
    }

    fn generated_line(&mut self, line: &'static str) {
        if let Some(version) = line.strip_prefix("version ") {
            self.version = version;
        } else if let Some(name) = line.strip_prefix("zone ") {
            self.names.push(name);
        } else if let Some((prefix, zones)) = line.split_once('|')
            && let Ok(prefix) = prefix.parse()
        {
            let zones = zones.split(',').filter_map(|zone| zone.parse().ok());
            self.rows.insert(prefix, zones.collect());
        }
    }

    fn correction(&mut self, line: &'static str) {
        let mut fields = line.split('|');
        let (Some(rule), Some(names)) = (fields.next(), fields.next()) else {
            return;
        };
        let zones: BTreeSet<u16> = names
            .split(',')
            .filter_map(|name| self.zone_number(name))
            .collect();
        if let Some(prefix) = rule.strip_prefix('=').and_then(|prefix| prefix.parse().ok()) {
            self.rows.insert(prefix, zones);
        } else if let Some(prefix) = rule.strip_prefix('+') {
            self.add_beneath(prefix, &zones);
        }
    }

    fn add_beneath(&mut self, prefix: &str, zones: &BTreeSet<u16>) {
        let Ok(own) = prefix.parse() else { return };
        self.rows.entry(own).or_default();
        for (row, known) in &mut self.rows {
            if row.to_string().starts_with(prefix) {
                known.extend(zones);
            }
        }
    }

    fn zone_number(&mut self, name: &'static str) -> Option<u16> {
        let known = self.names.iter().position(|&other| other == name);
        let position = known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        u16::try_from(position).ok()
    }

    /// Most prefixes share their zones with many others: each distinct set is kept once.
    fn finish(self) -> Table {
        let mut numbers: BTreeMap<BTreeSet<u16>, u16> = BTreeMap::new();
        let mut sets = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (prefix, zones) in self.rows {
            let number = *numbers.entry(zones).or_insert_with_key(|zones| {
                sets.push(zones.iter().copied().collect());
                u16::try_from(sets.len() - 1).unwrap_or(u16::MAX)
            });
            rows.push((prefix, number));
        }
        let zones = self.names.into_iter().map(|name| Zone {
            name,
            rules: OnceLock::new(),
        });
        Table {
            version: self.version,
            zones: zones.collect(),
            sets,
            rows,
        }
    }
}

static GENERATED: &str = include_str!("table.txt");
static CORRECTIONS: &str = include_str!("corrections.txt");

/// Digits of the longest prefix in the table; a test compares.
pub(super) const LONGEST_PREFIX: usize = 9;
