//! The delay that we add between a mouth and an ear, both ways through the whole server.
//!
//! Bursts of tone go in as packets and come out as packets. The clock starts when the first packet of a burst is sent,
//! and stops when the packet that carries its first loud sample has come, plus that sample's place in it: what a
//! listener without any buffer would hear. What is counted is therefore everything between the two sockets, and the
//! algorithmic delay of Opus at both its ends as well. What is not counted is the 20 ms that the talker needs to fill a
//! packet, and the listener's own buffer.

use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use outdial_media::MIX_RATE;
use outdial_media::codec::OpusDecoder;
use outdial_media::codec::g711::{mulaw_decode, mulaw_encode};
use outdial_media::tone::Tone;

use crate::clock::present;
use crate::figures::{Durations, report};
use crate::talk::browser::Browser;
use crate::talk::onset::{OnsetDetector, delays};
use crate::talk::phone::Phone;
use crate::talk::stage::Stage;
use crate::talk::voice::{Manner, OPUS_RATE, PHONE_RATE, browser_encoder};

/// Measures calls that are alone, and the same among many others.
pub async fn measure() -> Result<()> {
    for others in [0, OTHERS] {
        let mut stage = Stage::set(Manner::Turns).await?;
        stage.begin_calls(others).await?;
        let mut all = Bursts::default();
        for _ in 0..CALLS {
            all.add(one_call(&mut stage).await?);
        }
        let beside = if others == 0 {
            "one call alone".to_owned()
        } else {
            format!("beside {others} other calls")
        };
        for (way, delays, lost) in [
            ("to the phone", all.to_phone, all.lost_to_phone),
            ("to the browser", all.to_browser, all.lost_to_browser),
        ] {
            let count = delays.len();
            report(
                &format!("{beside}, {way}"),
                &Durations::new(delays).describe(),
                "p50 60 ms, p99 120 ms",
            );
            println!("  {count} bursts in {CALLS} calls, {lost} not heard");
        }
        stage.clear().await?;
    }
    Ok(())
}

/// The delays of bursts both ways.
#[derive(Debug, Default)]
struct Bursts {
    to_phone: Vec<Duration>,
    to_browser: Vec<Duration>,
    lost_to_phone: usize,
    lost_to_browser: usize,
}

impl Bursts {
    fn add(&mut self, other: Self) {
        self.to_phone.extend(other.to_phone);
        self.to_browser.extend(other.to_browser);
        self.lost_to_phone += other.lost_to_phone;
        self.lost_to_browser += other.lost_to_browser;
    }
}

/// Each call has its own chance of where its packets fall between two beats of the server.
async fn one_call(stage: &mut Stage) -> Result<Bursts> {
    let (room, number) = stage.open_room().await?;
    let browser = room.join(&stage.server).await?;
    let (hand, phones) = sync_channel(1);
    let talk = std::thread::spawn(move || Probe::new(browser)?.run(&phones));
    let phone = stage.pick_up(&number).await?;
    hand.send(phone).ok().context("the probe waits for its phone")?;
    let talked = tokio::task::spawn_blocking(move || talk.join()).await?;
    let bursts = talked.ok().context("the probe has panicked")??;
    room.end(&stage.server).await?;
    Ok(bursts)
}

/// Both ends of one call, looked at twice in a millisecond.
struct Probe {
    browser: Browser,
    phone: Option<Phone>,
    encoder: ropus::Encoder,
    decoder: OpusDecoder,
    at_browser: OnsetDetector,
    at_phone: OnsetDetector,
    from_browser: Vec<Instant>,
    from_phone: Vec<Instant>,
    /// Frames that either side has said since both are there.
    browser_frames: usize,
    phone_frames: usize,
}

impl Probe {
    fn new(browser: Browser) -> Result<Self> {
        Ok(Self {
            encoder: browser_encoder(browser.asked())?,
            browser,
            phone: None,
            decoder: OpusDecoder::new(),
            at_browser: OnsetDetector::new(MIX_RATE),
            at_phone: OnsetDetector::new(PHONE_RATE),
            from_browser: Vec::new(),
            from_phone: Vec::new(),
            browser_frames: 0,
            phone_frames: 0,
        })
    }

    fn run(mut self, phones: &Receiver<Phone>) -> Result<Bursts> {
        // Browser and phone send at different moments, as they do in life.
        let (mut browser_due, mut phone_due) = (present(), present() + FRAME * 3 / 7);
        while self.phone_frames < SETTLING + BURSTS * BURST_EACH + AFTER {
            match phones.try_recv() {
                Ok(phone) => self.phone = Some(phone),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
            }
            self.hear()?;
            if present() >= browser_due {
                browser_due += FRAME;
                self.browser_says()?;
            }
            if present() >= phone_due {
                phone_due += FRAME;
                self.phone_says()?;
            }
            std::thread::sleep(LOOK_EACH);
        }
        let (to_phone, lost_to_phone) = delays(&self.from_browser, &self.at_phone.into_onsets());
        let (to_browser, lost_to_browser) = delays(&self.from_phone, &self.at_browser.into_onsets());
        Ok(Bursts {
            to_phone,
            to_browser,
            lost_to_phone,
            lost_to_browser,
        })
    }

    fn hear(&mut self) -> Result<()> {
        let (decoder, onsets) = (&mut self.decoder, &mut self.at_browser);
        self.browser.hear(present(), &mut |payload| {
            if let Ok(samples) = decoder.decode(payload) {
                onsets.hear(samples, present());
            }
        })?;
        if let Some(phone) = &mut self.phone {
            let onsets = &mut self.at_phone;
            phone.hear(&mut |mulaw| {
                let samples: Vec<i16> = mulaw.iter().map(|byte| mulaw_decode(*byte)).collect();
                onsets.hear(&samples, present());
            })?;
        }
        Ok(())
    }

    fn browser_says(&mut self) -> Result<()> {
        let place = place(self.browser_frames);
        self.browser_frames += usize::from(self.phone.is_some());
        let mut samples = [0; OPUS_RATE as usize / 50];
        if place.is_some_and(|place| place < BURST) {
            Tone::new(HZ, LOUDNESS).fill(&mut samples, OPUS_RATE);
        }
        let mut packet = [0; 1_276];
        let length = self
            .encoder
            .encode(&samples, &mut packet)
            .context("a browser encodes")?;
        let now = present();
        if place == Some(0) {
            self.from_browser.push(now);
        }
        self.browser.say(&packet[..length], now)
    }

    fn phone_says(&mut self) -> Result<()> {
        let Some(phone) = &mut self.phone else {
            return Ok(());
        };
        let place = place(self.phone_frames);
        self.phone_frames += 1;
        let mut samples = [0; PHONE_RATE as usize / 50];
        if place.is_some_and(|place| place < BURST) {
            Tone::new(HZ, LOUDNESS).fill(&mut samples, PHONE_RATE);
        }
        if place == Some(0) {
            self.from_phone.push(present());
        }
        phone.say(&samples.map(mulaw_encode))
    }
}

/// Where in the pattern of bursts a frame is; none before everybody has been heard for a while.
fn place(frame: usize) -> Option<usize> {
    let place = frame.checked_sub(SETTLING)?;
    (place < BURSTS * BURST_EACH).then_some(place % BURST_EACH)
}

/// A whole number of periods fits a frame, so that frames join.
const HZ: f32 = 1_000.0;
const LOUDNESS: f32 = 0.4;
/// A burst lasts 80 ms and begins anew each 300 ms.
const BURST: usize = 4;
const BURST_EACH: usize = 15;
const BURSTS: usize = 25;
/// Two seconds in which buffers find their size.
const SETTLING: usize = 100;
/// Half a second for the last burst to come through.
const AFTER: usize = 25;
const CALLS: usize = 12;
const OTHERS: usize = 100;
const FRAME: Duration = Duration::from_millis(20);
const LOOK_EACH: Duration = Duration::from_micros(500);
