//! ISO 3166 regions between the numbering-plan library and ourselves.

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

/// Every two-letter combination in a row, so that a region's name is a slice that lives for ever.
static PAIRS: [u8; 2 * 26 * 26] = all_pairs();

const fn all_pairs() -> [u8; 2 * 26 * 26] {
    let mut pairs = [b'A'; 2 * 26 * 26];
    let mut index = 0;
    let mut first = b'A';
    while first <= b'Z' {
        let mut second = b'A';
        while second <= b'Z' {
            pairs[index] = first;
            pairs[index + 1] = second;
            index += 2;
            second += 1;
        }
        first += 1;
    }
    pairs
}

/// The two letters of a region; absent for numbers that belong to no country (+800, +883, …).
pub(super) fn name(region: Region) -> Option<&'static str> {
    let [first, second] = (region as u16).to_be_bytes();
    let row = usize::from(first.checked_sub(b'A')?);
    let column = usize::from(second.checked_sub(b'A')?);
    let at = (row * 26 + column) * 2;
    std::str::from_utf8(PAIRS.get(at..at + 2)?).ok()
}

/// The region of that name, if it has a numbering plan.
pub(super) fn of_name(name: &str) -> Option<Region> {
    let region = Region::try_from(name.trim()).ok()?;
    PHONE_NUMBER_UTIL
        .get_country_code_for_region(region)
        .map(|_| region)
}

/// Whether `name` is a country whose numbering plan is known (`US`, `in`).
#[must_use]
pub fn is_region(name: &str) -> bool {
    of_name(name).is_some_and(|region| region != Region::World)
}

/// Whether `region` shares the North American plan and its exit code `011`.
pub(super) fn is_north_american(region: Region) -> bool {
    PHONE_NUMBER_UTIL.is_nanpa_country(region)
}
