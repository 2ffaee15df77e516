//! What was found, printed as it is found.

/// Prints findings and counts the bad ones.
#[derive(Debug, Default)]
pub struct Report {
    failed: u32,
}

impl Report {
    /// It is as it should be.
    pub fn good(&mut self, what: &str, message: impl AsRef<str>) {
        println!("ok    {what:<14} {}", message.as_ref());
    }

    /// It works, but somebody should look.
    pub fn look(&mut self, what: &str, message: impl AsRef<str>) {
        println!("look  {what:<14} {}", message.as_ref());
    }

    /// It will not work.
    pub fn bad(&mut self, what: &str, message: impl AsRef<str>) {
        self.failed += 1;
        println!("bad   {what:<14} {}", message.as_ref());
    }

    /// How many findings were bad.
    #[must_use]
    pub fn failed(&self) -> u32 {
        self.failed
    }
}
