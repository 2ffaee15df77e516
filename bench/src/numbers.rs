//! Valid numbers without end.

/// The number with this index, in E.164; up to 60 million are distinct.
pub fn number(index: usize) -> String {
    let area = AREAS[index / PER_AREA % AREAS.len()];
    let line = 2_000_000 + index % PER_AREA;
    format!("+1{area}{line}")
}

/// So many numbers, one per line.
pub fn lines(count: usize) -> String {
    let numbers: Vec<String> = (0..count).map(number).collect();
    numbers.join("\n")
}

/// Lines from 200-0000 to 899-9999, which begin an ordinary exchange.
const PER_AREA: usize = 7_000_000;
const AREAS: [u32; 9] = [212, 305, 312, 415, 512, 617, 702, 713, 206];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_distinct_and_complete() {
        let indexes = [0, 1, PER_AREA - 1, PER_AREA, 9 * PER_AREA - 1];
        let numbers: std::collections::BTreeSet<_> = indexes.into_iter().map(number).collect();
        assert_eq!(numbers.len(), indexes.len());
        assert!(numbers.iter().all(|number| number.len() == 12));
    }
}
