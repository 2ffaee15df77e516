//! What a bridged call costs in the audio core: Opus on one side, mu-law on the other, mixed and recorded.
//!
//! No network and no clock: frames follow each other as fast as they can, and processor time is counted.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use outdial_media::codec::OpusEncoder;
use outdial_media::record::{FileSink, Recording, RecordingOptions};
use outdial_media::tone::Tone;
use outdial_media::{
    ArrivalQueue, Codec, FRAME_MS, Incoming, Kind, MulawOut, Outgoing, Packet, ParticipantId, Role, Room,
    RoomOptions,
};

use crate::figures::report;

/// Runs ten seconds of so many calls, for each of several numbers of calls.
pub fn measure() -> Result<()> {
    let voices = Voices::make();
    for calls in [100, 250, 500] {
        let folder = tempfile::tempdir()?;
        let before = resident_kb()?;
        let mut bridges = (0..calls)
            .map(|call| Bridge::open(&folder.path().join(format!("{call}.wav"))))
            .collect::<Result<Vec<_>>>()?;
        let started = processor_time()?;
        for tick in 0..TICKS {
            for (call, bridge) in bridges.iter_mut().enumerate() {
                bridge.tick(&voices, tick, call * 7)?;
            }
        }
        let spent = processor_time()?.saturating_sub(started);
        let spoken = Duration::from_millis(FRAME_MS) * u32::try_from(TICKS * calls)?;
        let share = spent.as_secs_f64() / spoken.as_secs_f64() * 100.0;
        report(
            &format!("{calls} calls, a call"),
            &format!("{share:.2} % of a core"),
            "0.4 %",
        );
        let memory = resident_kb()?.saturating_sub(before) / u64::try_from(calls)?;
        report(
            &format!("{calls} calls, a call"),
            &format!("{memory} KB"),
            "700 KB",
        );
    }
    Ok(())
}

/// Ten seconds of talk in both encodings: tones that take turns with silence, as people do.
struct Voices {
    opus: Vec<Vec<u8>>,
    mulaw: Vec<Vec<u8>>,
}

impl Voices {
    fn make() -> Self {
        let (mut encoder, mut telephone) = (OpusEncoder::new(), MulawOut::new());
        let (mut opus, mut mulaw) = (Vec::new(), Vec::new());
        for tick in 0..TICKS {
            // Another pitch for each syllable of a fifth of a second, and a pause after two seconds.
            let syllable = u8::try_from(tick / 10 % 7).unwrap_or(0);
            let loudness = if tick / 100 % 2 == 0 { 0.2 } else { 0.001 };
            let frame = Tone::new(150.0 + 90.0 * f32::from(syllable), loudness).frame();
            opus.push(encoder.encode(&frame).to_vec());
            mulaw.push(telephone.encode(&frame).to_vec());
        }
        Self { opus, mulaw }
    }
}

/// An agent's browser and somebody's phone in a room with a recorder.
struct Bridge {
    agent: ParticipantId,
    lead: ParticipantId,
    room: Room,
    from_browser: Incoming,
    to_browser: Outgoing,
    from_phone: ArrivalQueue,
    to_phone: MulawOut,
    recording: Recording<FileSink>,
}

impl Bridge {
    fn open(path: &Path) -> Result<Self> {
        let (agent, lead) = (ParticipantId::new("agent"), ParticipantId::new("lead"));
        let mut room = Room::new(RoomOptions::default());
        room.join(agent.clone(), Kind::Browser, Role::Talk)?;
        room.join(lead.clone(), Kind::Phone, Role::Talk)?;
        Ok(Self {
            agent,
            lead,
            room,
            from_browser: Incoming::new(Codec::Opus),
            to_browser: Outgoing::new(Codec::Opus),
            from_phone: ArrivalQueue::new(),
            to_phone: MulawOut::new(),
            recording: Recording::start(FileSink::create(path)?, RecordingOptions::default())?,
        })
    }

    fn tick(&mut self, voices: &Voices, tick: usize, offset: usize) -> Result<()> {
        let spoken = &voices.opus[(tick + offset) % TICKS];
        let packet = Packet {
            seq: u64::try_from(tick)?,
            timestamp: u32::try_from(tick)? * Codec::Opus.ticks_per_frame(),
            payload: spoken,
        };
        self.from_browser
            .push(packet, Duration::from_millis(u64::try_from(tick)? * FRAME_MS));
        self.from_phone
            .push(&voices.mulaw[(tick + offset + TICKS / 2) % TICKS]);
        self.room.offer(&self.agent, &self.from_browser.frame());
        self.room.offer(&self.lead, &self.from_phone.frame());
        let mix = self.room.tick();
        let to_agent = mix.heard_by(&self.agent).context("the agent hears")?;
        self.to_browser.set_band(mix.band_for(&self.agent));
        std::hint::black_box(self.to_browser.packet(to_agent).payload);
        let to_lead = mix.heard_by(&self.lead).context("the lead hears")?;
        std::hint::black_box(self.to_phone.encode(to_lead));
        self.recording.write(mix.recorded())?;
        Ok(())
    }
}

/// Processor time of this thread, which does all the work.
fn processor_time() -> Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text
        .split(' ')
        .next()
        .context("the system tells a thread's time")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

fn resident_kb() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .context("the system tells a process's memory")
}

/// Ten seconds.
const TICKS: usize = 500;
