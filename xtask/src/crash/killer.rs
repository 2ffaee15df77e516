//! When the server dies.

use std::time::Duration;

use anyhow::Result;

use super::programs::Server;
use crate::dice::Dice;

/// Kills a server so many times, at moments drawn from a seed.
#[derive(Debug)]
pub struct Killer {
    dice: Dice,
    left: u32,
    longest_ms: u64,
}

impl Killer {
    /// So many kills to come.
    pub fn new(dice: Dice, kills: u32) -> Self {
        Self {
            dice,
            left: kills,
            longest_ms: 900,
        }
    }

    /// The same, for a server whose agents need some seconds until they talk to people.
    pub fn patient(dice: Dice, kills: u32) -> Self {
        Self {
            longest_ms: 6_000,
            ..Self::new(dice, kills)
        }
    }

    /// Lets the server live for a moment and kills it; false once no kill is left.
    pub fn wait_and_kill(&mut self, server: &mut Server) -> Result<bool> {
        if self.left == 0 {
            return Ok(false);
        }
        std::thread::sleep(self.lifetime());
        server.kill()?;
        self.left -= 1;
        Ok(true)
    }

    /// Mostly long enough to have many calls in hand, now and then so short that recovery itself is cut off.
    fn lifetime(&mut self) -> Duration {
        if self.dice.chance(15) {
            self.dice.millis(0..40)
        } else {
            self.dice.millis(60..self.longest_ms)
        }
    }
}
