//! What failed tests say, found in what each test runner prints: a long run ends with it, where it is looked for.

/// The complaints in the output of `cargo test`: each test's name and the first lines of its panic.
pub fn cargo_test(output: &str) -> Vec<String> {
    let mut lines = output.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(name) = line
            .strip_prefix("---- ")
            .and_then(|rest| rest.strip_suffix(" stdout ----"))
        else {
            continue;
        };
        let words = lines
            .by_ref()
            .take_while(|line| !line.starts_with("stack backtrace:") && !line.starts_with("note: run with"))
            .filter(|line| !line.is_empty());
        found.push(told(name, words));
    }
    found
}

/// The complaints in what `node --test` prints for programs: each test's name and its error.
pub fn node_test(output: &str) -> Vec<String> {
    let mut lines = output.lines().map(str::trim);
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(name) = line.strip_prefix("not ok ") else {
            continue;
        };
        let words = lines
            .by_ref()
            .take_while(|line| *line != "..." && !line.starts_with("stack:"))
            .skip_while(|line| !line.starts_with("error:"));
        found.push(told(name, words));
    }
    found
}

fn told<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> String {
    let mut text = name.to_owned();
    for line in words.take(LINES_MAX) {
        text.push_str("\n    ");
        text.extend(line.chars().take(LINE_MAX));
    }
    text
}

/// The rest is in the log of the step.
const LINES_MAX: usize = 12;
const LINE_MAX: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_without_its_backtrace() {
        let output = "test a::b ... FAILED\n\nfailures:\n\n---- a::b stdout ----\n\nthread 'a::b' (1) panicked at src/a.rs:1:1:\n\
            it never got there\nstack backtrace:\n   0: begin\n\n\nfailures:\n    a::b\n";
        assert_eq!(
            cargo_test(output),
            ["a::b\n    thread 'a::b' (1) panicked at src/a.rs:1:1:\n    it never got there"]
        );
    }

    #[test]
    fn an_error_of_a_journey_is_told_without_its_stack() {
        let output = "ok 1 - it opens\nnot ok 2 - it closes\n  ---\n  duration_ms: 12\n  error: |-\n    waited in vain\n  code: 'ERR'\n  \
            stack: |-\n    at close\n  ...\nok 3 - it ends\n";
        assert_eq!(
            node_test(output),
            ["2 - it closes\n    error: |-\n    waited in vain\n    code: 'ERR'"]
        );
    }
}
