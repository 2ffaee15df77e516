//! How many tests passed, failed and were skipped, read from what each test runner prints.

use std::ops::{Add, AddAssign};

/// Counted results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Went well.
    pub passed: u64,
    /// Did not.
    pub failed: u64,
    /// Were not run.
    pub skipped: u64,
}

impl Tally {
    /// One thing that went well.
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// One thing that did not.
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// One thing that was not run.
    pub const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// One check that either went well or did not.
    pub fn of(success: bool) -> Self {
        if success { Self::PASSED } else { Self::FAILED }
    }

    /// What a runner counted; a runner that failed without a counted failure (it did not compile) adds one.
    pub fn counted(success: bool, counted: Self) -> Self {
        match (success, counted.failed, counted.passed) {
            (false, 0, _) => counted + Self::FAILED,
            (true, _, 0) if counted == Self::default() => Self::PASSED,
            (true | false, _, _) => counted,
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Sums the `test result:` lines of `cargo test`.
pub fn cargo_test(output: &str) -> Tally {
    let mut total = Tally::default();
    for line in output.lines() {
        let Some((_, counts)) = line.split_once("test result: ") else {
            continue;
        };
        total.passed += number_before(counts, " passed");
        total.failed += number_before(counts, " failed");
        total.skipped += number_before(counts, " ignored");
    }
    total
}

/// Reads vitest's `Tests  1 failed | 44 passed | 2 skipped (47)`.
pub fn vitest(output: &str) -> Tally {
    let line = output
        .lines()
        .map(str::trim)
        .rfind(|line| line.starts_with("Tests "))
        .unwrap_or_default();
    Tally {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
        skipped: number_before(line, " skipped") + number_before(line, " todo"),
    }
}

/// Reads the closing lines of `node --test`: `# pass 5`, or `ℹ pass 5` for people.
pub fn node_test(output: &str) -> Tally {
    let count = |name: &str| {
        output
            .lines()
            .filter_map(|line| line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")))
            .filter_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok())
            .sum()
    };
    Tally {
        passed: count("pass "),
        failed: count("fail ") + count("cancelled "),
        skipped: count("skipped ") + count("todo "),
    }
}

/// The number that stands before a word; 0 when the word is absent.
fn number_before(text: &str, word: &str) -> u64 {
    let Some((before, _)) = text.split_once(word) else {
        return 0;
    };
    let digits = before
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn cargo_results_of_all_binaries_are_added() {
        let output = "running 3 tests\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s\n";
        assert_eq!(cargo_test(output), tally(16, 2, 1));
    }

    #[test]
    fn vitest_line_is_read_in_any_composition() {
        assert_eq!(
            vitest(" Test Files  3 passed (3)\n      Tests  45 passed (45)\n"),
            tally(45, 0, 0)
        );
        assert_eq!(
            vitest("      Tests  1 failed | 44 passed | 2 skipped (47)\n"),
            tally(44, 1, 2)
        );
    }

    #[test]
    fn node_closing_lines_are_read_in_both_reporters() {
        let tap = "# tests 7\n# pass 5\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n";
        assert_eq!(node_test(tap), tally(5, 1, 1));
        assert_eq!(node_test("ℹ pass 5\nℹ fail 0\n"), tally(5, 0, 0));
    }

    #[test]
    fn a_runner_that_broke_before_counting_is_one_failure() {
        assert_eq!(Tally::counted(false, Tally::default()), Tally::FAILED);
        assert_eq!(Tally::counted(false, tally(3, 1, 0)), tally(3, 1, 0));
        assert_eq!(Tally::counted(true, Tally::default()), Tally::PASSED);
    }
}
