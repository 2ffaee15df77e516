//! Measuring sound: mu-law there and back, and how much of a tone is in it.

use std::f64::consts::TAU;

/// The samples of mu-law bytes.
pub fn samples(bytes: &[u8]) -> Vec<i16> {
    let sample = |byte: &u8| {
        let code = !byte;
        let magnitude = (((i16::from(code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
        if code & 0x80 == 0 { magnitude } else { -magnitude }
    };
    bytes.iter().map(sample).collect()
}

/// So many milliseconds of a tone, mu-law.
pub fn tone(hz: u32, ms: usize) -> Vec<u8> {
    let codes: Vec<(u8, i16)> = (0..=u8::MAX).map(|code| (code, samples(&[code])[0])).collect();
    let nearest = |value: f64| {
        let off = |sample: i16| (f64::from(sample) - value).abs();
        let found = codes.iter().min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
        found.unwrap().0
    };
    // A tenth of a second of any multiple of ten hertz repeats.
    assert_eq!(hz % 10, 0);
    let round: Vec<u8> = (0..800)
        .map(|at| nearest((f64::from(at) * f64::from(hz) / 8_000.0 * TAU).sin() * 8_000.0))
        .collect();
    round.iter().copied().cycle().take(ms * 8).collect()
}

/// How much of the sound is this tone, from 0 to 1 (Goertzel); 0 for silence.
pub fn share(bytes: &[u8], hz: u32) -> f64 {
    share_of(&samples(bytes), hz)
}

/// The same of samples.
pub fn share_of(samples: &[i16], hz: u32) -> f64 {
    let coefficient = 2.0 * (f64::from(hz) / 8_000.0 * TAU).cos();
    let (mut last, mut before, mut energy) = (0.0, 0.0, 0.0);
    for sample in samples {
        let value = f64::from(*sample);
        energy += value * value;
        (last, before) = (value + coefficient * last - before, last);
    }
    let power = last * last + before * before - coefficient * last * before;
    let count = f64::from(u32::try_from(samples.len()).unwrap());
    if energy == 0.0 {
        0.0
    } else {
        2.0 * power / (energy * count)
    }
}

/// The tones, of those asked about, that make up a tenth of the sound or more.
pub fn heard_tones(bytes: &[u8], asked: &[u32]) -> Vec<u32> {
    let clear = asked.iter().filter(|hz| share(bytes, **hz) >= 0.1);
    clear.copied().collect()
}

/// One of the channels of a recording, which has 16 bits.
pub fn channel(wav: &[u8], nth: usize) -> Vec<i16> {
    assert_eq!(
        (&wav[..4], &wav[8..16], wav[20], wav[34]),
        (&b"RIFF"[..], &b"WAVEfmt "[..], 1, 16)
    );
    let channels = usize::from(wav[22]);
    let samples = wav[44..].chunks_exact(2);
    samples
        .skip(nth)
        .step_by(channels)
        .map(|pair| i16::from_le_bytes(pair.try_into().unwrap()))
        .collect()
}

/// A WAV file of mu-law sound.
pub fn wav(sound: &[u8]) -> Vec<u8> {
    let length = u32::try_from(sound.len()).unwrap().to_le_bytes();
    let mut wav =
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x07\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data".to_vec();
    wav.extend(length);
    wav.extend(sound);
    wav
}

/// The mu-law bytes of a WAV file made by the sandbox.
pub fn data(wav: &[u8]) -> &[u8] {
    assert_eq!(
        (&wav[..4], &wav[8..16], wav[20]),
        (&b"RIFF"[..], &b"WAVEfmt "[..], 7)
    );
    assert_eq!(&wav[50..54], b"data");
    let length = u32::from_le_bytes(wav[54..58].try_into().unwrap());
    &wav[58..58 + usize::try_from(length).unwrap()]
}

#[test]
fn a_tone_is_told_from_another() {
    let sound = tone(440, 500);
    assert!(share(&sound, 440) > 0.9 && share(&sound, 620) < 0.01);
    assert_eq!(share(&[0xff; 800], 440), 0.0);
}
