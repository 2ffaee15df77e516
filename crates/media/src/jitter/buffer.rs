//! The store of packets that wait for their turn.

use std::collections::VecDeque;
use std::time::Duration;

use super::delay::DelayEstimate;
use super::stats::Stats;

/// What became of a packet on arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It waits for its turn.
    Kept,
    /// Its turn is over.
    Late,
    /// It was here before.
    Duplicate,
    /// It is longer than any packet of speech.
    TooLong,
}

/// What is next in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// A packet whose turn it is.
    Packet(&'a [u8]),
    /// The packet whose turn it is did not come; what comes after it did, and may help to repair the loss.
    Lost {
        /// The packet right after the lost one, if that one is here.
        following: Option<&'a [u8]>,
    },
    /// Nothing is in store.
    Empty,
}

/// Keeps packets until their turn.
#[derive(Debug)]
pub struct JitterBuffer {
    /// Places for packets from `next` on; the first may be empty, the last never is.
    waiting: VecDeque<Option<Vec<u8>>>,
    /// The packet handed out last, kept so that it can be lent.
    playing: Vec<u8>,
    next: Option<u64>,
    /// Packets in a row that were far from what was expected.
    strays: u8,
    delay: DelayEstimate,
    /// Buffers of packets that are done with.
    spare: Vec<Vec<u8>>,
    stats: Stats,
}

impl JitterBuffer {
    /// An empty buffer for packets whose timestamps count so many ticks a second.
    #[must_use]
    pub fn new(clock_rate: u32) -> Self {
        Self {
            waiting: VecDeque::new(),
            playing: Vec::new(),
            next: None,
            strays: 0,
            delay: DelayEstimate::new(clock_rate),
            spare: Vec::new(),
            stats: Stats::default(),
        }
    }

    /// Takes in a packet.
    pub fn push(&mut self, seq: u64, timestamp: u32, payload: &[u8], at: Duration) -> Verdict {
        if payload.len() > LONGEST_PAYLOAD {
            self.stats.refused += 1;
            return Verdict::TooLong;
        }
        let verdict = self.place(seq, payload);
        match verdict {
            Verdict::Kept => {
                self.stats.received += 1;
                self.delay.arrived(timestamp, at);
            }
            Verdict::Late => {
                self.stats.received += 1;
                self.stats.late += 1;
                // A late packet is the best witness of how late packets are.
                self.delay.arrived(timestamp, at);
            }
            Verdict::Duplicate => self.stats.duplicated += 1,
            Verdict::TooLong => {}
        }
        verdict
    }

    /// Takes the next packet out, or says that it is missing.
    pub fn pull(&mut self) -> Next<'_> {
        let Some(first) = self.waiting.pop_front() else {
            return Next::Empty;
        };
        self.next = self.next.map(|seq| seq.wrapping_add(1));
        if let Some(payload) = first {
            let done = std::mem::replace(&mut self.playing, payload);
            self.recycle(done);
            return Next::Packet(&self.playing);
        }
        self.stats.lost += 1;
        Next::Lost {
            following: self.waiting.front().and_then(Option::as_deref),
        }
    }

    /// Drops the next place, whether its packet came or not.
    pub fn skip(&mut self) {
        if let Some(first) = self.waiting.pop_front() {
            self.next = self.next.map(|seq| seq.wrapping_add(1));
            if let Some(payload) = first {
                self.recycle(payload);
            }
        }
    }

    /// Packets from the next in order to the newest, those that are missing included.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Whether the packet whose turn it is did not come while a later one did.
    #[must_use]
    pub fn is_next_missing(&self) -> bool {
        matches!(self.waiting.front(), Some(None))
    }

    /// How much audio should be in store, in milliseconds.
    #[must_use]
    pub fn target_ms(&self) -> f32 {
        self.delay.target_ms()
    }

    /// What this buffer has seen; how much audio is in store is for whoever decodes it to say.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            jitter_ms: self.delay.jitter_ms(),
            target_ms: self.delay.target_ms(),
            ..self.stats
        }
    }

    fn place(&mut self, seq: u64, payload: &[u8]) -> Verdict {
        let next = *self.next.get_or_insert(seq);
        let ahead = seq.wrapping_sub(next).cast_signed();
        if !(-FAR..=FAR).contains(&ahead) {
            return self.stray(seq, payload);
        }
        self.strays = 0;
        let Ok(place) = usize::try_from(ahead) else {
            return Verdict::Late;
        };
        // The oldest make room: what is that far behind would be heard too late in any case.
        for _ in CAPACITY..=place {
            if self.waiting.front().is_some_and(Option::is_none) {
                self.stats.lost += 1;
            }
            if self.waiting.is_empty() {
                self.next = Some(seq);
                break;
            }
            self.skip();
        }
        let from_next = seq.wrapping_sub(self.next.unwrap_or(seq));
        let place = usize::try_from(from_next).unwrap_or(0);
        if self.waiting.len() <= place {
            self.waiting.resize_with(place + 1, || None);
        }
        if self.waiting[place].is_some() {
            return Verdict::Duplicate;
        }
        let mut kept = self.spare.pop().unwrap_or_default();
        kept.extend_from_slice(payload);
        self.waiting[place] = Some(kept);
        Verdict::Kept
    }

    /// A packet far from the others: alone it is a stray, and several in a row are the stream that starts anew.
    fn stray(&mut self, seq: u64, payload: &[u8]) -> Verdict {
        self.strays += 1;
        if self.strays < STRAYS {
            return Verdict::Late;
        }
        self.strays = 0;
        while !self.waiting.is_empty() {
            self.skip();
        }
        self.next = Some(seq);
        self.delay.restart();
        self.place(seq, payload)
    }

    fn recycle(&mut self, mut payload: Vec<u8>) {
        if self.spare.len() < SPARE && payload.capacity() > 0 {
            payload.clear();
            self.spare.push(payload);
        }
    }
}

/// More than any codec here needs for 120 ms, and what fits an Ethernet frame.
const LONGEST_PAYLOAD: usize = 1_500;

/// A second of packets of 20 ms.
const CAPACITY: usize = 50;

/// Five seconds of packets: sequence numbers that differ by more belong to different streams.
const FAR: i64 = 250;

/// A forged packet or two do not move the stream.
const STRAYS: u8 = 3;

/// As many buffers as a quiet stream has on its way.
const SPARE: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn buffer_with(seqs: &[u64]) -> JitterBuffer {
        let mut buffer = JitterBuffer::new(8_000);
        for seq in seqs {
            push(&mut buffer, *seq);
        }
        buffer
    }

    fn push(buffer: &mut JitterBuffer, seq: u64) -> Verdict {
        let timestamp = u32::try_from(seq * 160 % (1 << 32)).unwrap();
        let byte = u8::try_from(seq % 256).unwrap();
        buffer.push(seq, timestamp, &[byte], Duration::from_millis(seq * 20))
    }

    #[test]
    fn packets_leave_in_order_whatever_order_they_came_in() {
        let mut buffer = buffer_with(&[5, 7, 6, 8]);
        for seq in 5..=8 {
            assert_eq!(buffer.pull(), Next::Packet(&[seq]));
        }
        assert_eq!(buffer.pull(), Next::Empty);
    }

    #[test]
    fn a_packet_that_did_not_come_is_lost_and_the_next_may_repair_it() {
        let mut buffer = buffer_with(&[5, 7]);
        buffer.pull();
        assert_eq!(
            buffer.pull(),
            Next::Lost {
                following: Some(&[7])
            }
        );
        assert_eq!(push(&mut buffer, 6), Verdict::Late);
        assert_eq!(buffer.pull(), Next::Packet(&[7]));
        let stats = buffer.stats();
        assert_eq!((stats.received, stats.lost, stats.late), (3, 1, 1));
    }

    #[test]
    fn a_packet_that_comes_twice_is_counted_and_kept_once() {
        let mut buffer = buffer_with(&[5, 6]);
        assert_eq!(push(&mut buffer, 6), Verdict::Duplicate);
        assert_eq!(buffer.waiting(), 2);
    }

    #[test]
    fn nothing_in_store_waits_for_the_packet_and_does_not_lose_it() {
        let mut buffer = buffer_with(&[5]);
        buffer.pull();
        assert_eq!(buffer.pull(), Next::Empty);
        push(&mut buffer, 6);
        assert_eq!(buffer.pull(), Next::Packet(&[6]));
    }

    #[test]
    fn a_stream_that_starts_anew_is_followed_and_a_forged_packet_is_not() {
        let mut buffer = buffer_with(&[5, 6]);
        assert_eq!(push(&mut buffer, 90_000), Verdict::Late);
        assert_eq!(push(&mut buffer, 7), Verdict::Kept);
        for seq in 40_000..40_003 {
            push(&mut buffer, seq);
        }
        assert_eq!(buffer.waiting(), 1);
        assert_eq!(
            buffer.pull(),
            Next::Packet(&[u8::try_from(40_002 % 256).unwrap()])
        );
    }

    #[test]
    fn a_packet_that_is_too_long_is_refused() {
        let mut buffer = JitterBuffer::new(8_000);
        assert_eq!(buffer.push(1, 0, &[0; 1_501], Duration::ZERO), Verdict::TooLong);
        assert_eq!(buffer.waiting(), 0);
    }

    #[test]
    fn a_flood_is_bounded_and_keeps_the_newest() {
        let mut buffer = JitterBuffer::new(8_000);
        for seq in 0..200 {
            push(&mut buffer, seq);
        }
        assert_eq!(buffer.waiting(), CAPACITY);
        assert_eq!(buffer.pull(), Next::Packet(&[150]));
    }

    proptest! {
        #[test]
        fn any_order_loss_and_repetition_is_bounded_and_never_goes_backwards(
            steps in prop::collection::vec((any::<bool>(), 0_u64..250), 0..600),
        ) {
            let mut buffer = JitterBuffer::new(8_000);
            let mut last = None;
            for (pull, seq) in steps {
                if pull {
                    if let Next::Packet(payload) = buffer.pull() {
                        let seq = u64::from(payload[0]) | u64::from(payload[1]) << 8;
                        prop_assert!(last.is_none_or(|last| last < seq));
                        last = Some(seq);
                    }
                } else {
                    let payload = u16::try_from(seq).unwrap().to_le_bytes();
                    buffer.push(seq, 0, &payload, Duration::from_millis(seq * 20));
                }
                prop_assert!(buffer.waiting() <= CAPACITY);
            }
        }

        #[test]
        fn any_numbers_at_all_do_not_panic(
            packets in prop::collection::vec((any::<u64>(), any::<u32>(), 0_u64..10_000), 0..100),
        ) {
            let mut buffer = JitterBuffer::new(48_000);
            for (seq, timestamp, at) in packets {
                buffer.push(seq, timestamp, &[1], Duration::from_millis(at));
                prop_assert!(buffer.waiting() <= CAPACITY);
                prop_assert!(buffer.target_ms() <= 200.0);
                let _next = buffer.pull();
            }
        }
    }
}
