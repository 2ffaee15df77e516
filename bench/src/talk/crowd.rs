//! Many calls at once on one thread: each says and hears 20 ms when it is due.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use outdial_media::MIX_RATE;
use outdial_media::codec::OpusDecoder;
use outdial_media::codec::g711::mulaw_decode;

use super::browser::Browser;
use super::ear::Ear;
use super::phone::Phone;
use super::voice::{Manner, PHONE_RATE, VOICES, Voice};
use crate::clock::present;

/// The thread that talks.
pub struct Crowd {
    orders: SyncSender<Order>,
    thread: Option<JoinHandle<Result<()>>>,
}

enum Order {
    Browser(Box<Browser>),
    Phone { call: usize, phone: Box<Phone> },
    Begin,
    End(SyncSender<Tally>),
}

/// What came while it was counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// How long it was counted.
    pub length: Duration,
    /// Packets that browsers received, that were missing in their numbering, and the fewest that one received.
    pub browsers: u64,
    pub missing: u64,
    pub fewest_at_a_browser: u64,
    /// Pieces of audio that phones received, and the fewest that one received.
    pub phones: u64,
    pub fewest_at_a_phone: u64,
    /// Ears that listened, those that heard the voice they should, and those that heard another.
    pub ears: usize,
    pub content: usize,
    pub disturbed: usize,
    /// How late this thread itself was at worst.
    pub latest: Duration,
}

impl Crowd {
    /// A crowd of nobody.
    pub fn gather(manner: Manner) -> Self {
        let (orders, taken) = sync_channel(ORDERS_MAX);
        let thread = std::thread::spawn(move || {
            let ended = Talking::new(manner).run(&taken);
            ended.inspect_err(|error| eprintln!("those who talk stop: {error:#}"))
        });
        Self {
            orders,
            thread: Some(thread),
        }
    }

    /// Adds a browser that has its answer; the calls are numbered as their browsers come.
    pub fn add_browser(&self, browser: Browser) -> Result<()> {
        self.order(Order::Browser(Box::new(browser)))
    }

    /// Adds the phone of a call.
    pub fn add_phone(&self, call: usize, phone: Phone) -> Result<()> {
        let phone = Box::new(phone);
        self.order(Order::Phone { call, phone })
    }

    /// Counts from now on.
    pub fn begin(&self) -> Result<()> {
        self.order(Order::Begin)
    }

    /// What was counted.
    pub fn tally(&self) -> Result<Tally> {
        let (reply, answer) = sync_channel(1);
        self.order(Order::End(reply))?;
        answer.recv().context("those who talk have stopped")
    }

    /// Ends the thread; what went wrong on it is told here.
    pub fn disperse(mut self) -> Result<()> {
        let thread = self.thread.take();
        drop(self);
        match thread.map(JoinHandle::join) {
            Some(Ok(ended)) => ended,
            Some(Err(_)) => bail!("those who talk have panicked"),
            None => Ok(()),
        }
    }

    fn order(&self, order: Order) -> Result<()> {
        self.orders
            .send(order)
            .ok()
            .context("those who talk have stopped")
    }
}

struct Talking {
    manner: Manner,
    calls: Vec<Call>,
    /// When each call is due, the next first.
    due: VecDeque<(Instant, usize)>,
    phones: Vec<Arc<Voice>>,
    browsers: OnceLock<Vec<Arc<Voice>>>,
    began: Option<Instant>,
    latest: Duration,
}

struct Call {
    browser: Browser,
    phone: Option<Phone>,
    voices: [Arc<Voice>; 2],
    frame: usize,
    /// Some calls are listened to.
    ears: Option<Box<Ears>>,
    before: [u64; 3],
}

struct Ears {
    decoder: OpusDecoder,
    at_browser: Ear,
    at_phone: Ear,
}

impl Talking {
    fn new(manner: Manner) -> Self {
        Self {
            manner,
            calls: Vec::new(),
            due: VecDeque::new(),
            phones: (0..VOICES)
                .map(|number| Arc::new(Voice::of_phone(number, manner)))
                .collect(),
            browsers: OnceLock::new(),
            began: None,
            latest: Duration::ZERO,
        }
    }

    fn run(mut self, orders: &Receiver<Order>) -> Result<()> {
        loop {
            loop {
                match orders.try_recv() {
                    Ok(order) => self.obey(order)?,
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Ok(()),
                }
            }
            while let Some((due, call)) = self.due.front().copied().filter(|(due, _)| *due <= present()) {
                let now = present();
                self.latest = self.latest.max(now.duration_since(due));
                self.calls[call].talk(now, self.began.is_some())?;
                // They all last 20 ms, so that the one that was first is last now.
                self.due.rotate_left(1);
                if let Some(last) = self.due.back_mut() {
                    last.0 = due + FRAME;
                }
            }
            // One rest for several calls: a generator that wakes for each would measure itself.
            std::thread::sleep(REST);
        }
    }

    fn obey(&mut self, order: Order) -> Result<()> {
        match order {
            Order::Browser(browser) => self.add(*browser)?,
            Order::Phone { call, phone } => self.calls[call].phone = Some(*phone),
            Order::Begin => {
                for (number, call) in self.calls.iter_mut().enumerate() {
                    call.before = call.counts();
                    let [browser, phone] = &call.voices;
                    call.ears = number.is_multiple_of(LISTEN_TO_ONE_IN).then(|| {
                        Box::new(Ears {
                            decoder: OpusDecoder::new(),
                            at_browser: Ear::new(MIX_RATE, phone.hz),
                            at_phone: Ear::new(PHONE_RATE, browser.hz),
                        })
                    });
                }
                self.latest = Duration::ZERO;
                self.began = Some(present());
            }
            Order::End(reply) => {
                // Nobody waits any more when the measurement was given up.
                let _ = reply.send(self.tally());
                self.began = None;
            }
        }
        Ok(())
    }

    fn add(&mut self, browser: Browser) -> Result<()> {
        if self.browsers.get().is_none() {
            let asked = browser.asked();
            let voices =
                (0..VOICES).map(|number| Voice::of_browser(number, self.manner, asked).map(Arc::new));
            let voices = voices.collect::<Result<_>>()?;
            self.browsers.get_or_init(|| voices);
        }
        let number = self.calls.len();
        let voices = self.browsers.get().context("the voices of browsers are made")?;
        let voices = [
            voices[number % VOICES].clone(),
            self.phones[number / VOICES % VOICES].clone(),
        ];
        self.calls.push(Call {
            browser,
            phone: None,
            voices,
            frame: number * APART,
            ears: None,
            before: [0; 3],
        });
        let now = present();
        let place = self.due.partition_point(|(due, _)| *due <= now);
        self.due.insert(place, (now, number));
        Ok(())
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally {
            length: self
                .began
                .map(|began| present().duration_since(began))
                .unwrap_or_default(),
            fewest_at_a_browser: u64::MAX,
            fewest_at_a_phone: u64::MAX,
            latest: self.latest,
            ..Tally::default()
        };
        for call in &self.calls {
            let now = call.counts();
            let [browser, missing, phone] = std::array::from_fn(|at| now[at] - call.before[at]);
            tally.browsers += browser;
            tally.missing += missing;
            tally.phones += phone;
            tally.fewest_at_a_browser = tally.fewest_at_a_browser.min(browser);
            tally.fewest_at_a_phone = tally.fewest_at_a_phone.min(phone);
            for ear in call
                .ears
                .iter()
                .flat_map(|ears| [&ears.at_browser, &ears.at_phone])
            {
                let heard = ear.judge(self.manner.share());
                tally.ears += 1;
                tally.content += usize::from(heard.voice);
                tally.disturbed += usize::from(heard.stranger);
            }
        }
        tally
    }
}

impl Call {
    fn talk(&mut self, now: Instant, measured: bool) -> Result<()> {
        let mut ears = self.ears.as_mut().filter(|_| measured);
        self.browser.hear(now, &mut |payload| {
            if let Some(ears) = &mut ears
                && let Ok(samples) = ears.decoder.decode(payload)
            {
                ears.at_browser.hear(samples);
            }
        })?;
        let [mine, theirs] = &self.voices;
        self.browser.say(mine.frame(self.frame), now)?;
        if let Some(phone) = &mut self.phone {
            phone.hear(&mut |mulaw| {
                if let Some(ears) = &mut ears {
                    let samples: Vec<i16> = mulaw.iter().map(|byte| mulaw_decode(*byte)).collect();
                    ears.at_phone.hear(&samples);
                }
            })?;
            phone.say(theirs.frame(self.frame))?;
        }
        self.frame += 1;
        Ok(())
    }

    fn counts(&self) -> [u64; 3] {
        let (received, missing) = self.browser.received();
        let phone = self.phone.as_ref().map_or(0, Phone::received);
        [received, missing, phone]
    }
}

const FRAME: Duration = Duration::from_millis(20);
const REST: Duration = Duration::from_millis(1);
/// Calls are at different places of their voices.
const APART: usize = 37;
/// Listening costs the generator more than talking does.
const LISTEN_TO_ONE_IN: usize = 20;
const ORDERS_MAX: usize = 64;
