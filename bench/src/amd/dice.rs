//! Chance that is the same each time, and names as numbers.

/// A small generator (Marsaglia's xorshift).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Seeded by a name.
    pub fn of(name: &str) -> Self {
        Self(hash(name) | 1)
    }

    /// Between 0 and 1.
    pub fn share(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let [a, b, ..] = self.0.to_be_bytes();
        f32::from(u16::from_be_bytes([a, b])) / 65_536.0
    }

    /// Between two values.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share()
    }

    /// True so often.
    pub fn happens(&mut self, share: f32) -> bool {
        self.share() < share
    }

    /// One of these.
    pub fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        let place = (self.share() * these.len() as f32).floor();
        let place = (0..these.len()).rfind(|at| *at as f32 <= place).unwrap_or(0);
        these[place]
    }
}

/// FNV-1a: the same on every machine.
pub fn hash(name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The last bytes reach the low bits only; names differ there.
    (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}
