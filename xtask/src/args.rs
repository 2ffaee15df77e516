//! The words after a command, taken one by one; what nobody took is an error.

use std::str::FromStr;

use anyhow::{Context, Result, anyhow, bail};

/// The words after a command.
#[derive(Debug)]
pub struct Args {
    words: Vec<String>,
}

impl Args {
    /// Keeps the words as they are.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self {
            words: words.collect(),
        }
    }

    /// Whether somebody wants to know how the command is used.
    pub fn asks_for_help(&self) -> bool {
        self.words
            .first()
            .is_some_and(|word| word == "--help" || word == "-h")
    }

    /// Takes a flag that stands alone.
    pub fn switch(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Takes every value of a flag that may be repeated.
    pub fn values(&mut self, name: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        let joined = format!("{name}=");
        while let Some(at) = self
            .words
            .iter()
            .position(|word| word == name || word.starts_with(&joined))
        {
            let word = self.words.remove(at);
            match word.strip_prefix(&joined) {
                Some(value) => values.push(value.to_owned()),
                None if at < self.words.len() => values.push(self.words.remove(at)),
                None => bail!("{name} needs a value"),
            }
        }
        Ok(values)
    }

    /// Takes the value of a flag that is given at most once.
    pub fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let mut values = self.values(name)?;
        let Some(text) = values.pop() else {
            return Ok(None);
        };
        if !values.is_empty() {
            bail!("{name} is given twice");
        }
        let value = text.parse().with_context(|| format!("{name} {text}"))?;
        Ok(Some(value))
    }

    /// Takes every word as it is, for another program.
    pub fn all(self) -> Vec<String> {
        self.words
    }

    /// Takes all words that are left and are not flags.
    pub fn rest(mut self) -> Result<Vec<String>> {
        let rest = std::mem::take(&mut self.words);
        match rest.iter().find(|word| word.starts_with("--")) {
            Some(unknown) => Err(anyhow!("unknown flag {unknown}")),
            None => Ok(rest),
        }
    }

    /// Refuses words that nobody took.
    pub fn finish(self) -> Result<()> {
        match self.words.first() {
            Some(word) => Err(anyhow!("\"{word}\" is not understood here")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_take_their_value_in_either_notation() {
        let mut args = args("--kills 20 --seed=7 --faults");
        assert_eq!(args.value::<u32>("--kills").unwrap(), Some(20));
        assert_eq!(args.value::<u64>("--seed").unwrap(), Some(7));
        assert!(args.switch("--faults"));
        args.finish().unwrap();
    }

    #[test]
    fn repeated_flags_keep_their_order() {
        let mut args = args("--only web --only e2e");
        assert_eq!(args.values("--only").unwrap(), ["web", "e2e"]);
    }

    #[test]
    fn leftovers_missing_values_and_bad_numbers_are_errors() {
        assert!(args("--klls 3").finish().is_err());
        assert!(args("--kills").value::<u32>("--kills").is_err());
        assert!(args("--kills many").value::<u32>("--kills").is_err());
        assert!(args("first --odd").rest().is_err());
    }
}
