//! Whom to call: distinct, valid numbers, whose last digit decides in the sandbox what becomes of the call.

/// So many different numbers in E.164.
pub fn distinct(count: u32) -> Vec<String> {
    (0..count)
        .map(|index| format!("+1415{}", FIRST + index))
        .collect()
}

/// Inside an ordinary exchange, away from the reserved ones.
const FIRST: u32 = 2_310_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_distinct_and_have_eleven_digits() {
        let numbers = distinct(2_000);
        let unique: std::collections::BTreeSet<_> = numbers.iter().collect();
        assert_eq!(unique.len(), 2_000);
        assert!(numbers.iter().all(|number| number.len() == 12));
    }
}
