//! Recordings under every kind of end.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::pcm::{Frame, MIX_RATE};
use crate::room::{Clip, Recorded};
use crate::tone::{Tone, amplitude};

/// A file in memory that remembers how it looked after each write, and may be full.
#[derive(Clone, Default)]
struct Disk {
    file: Arc<Mutex<Vec<u8>>>,
    moments: Arc<Mutex<Vec<Vec<u8>>>>,
    space: Option<usize>,
}

impl Disk {
    fn note(&self) {
        self.moments
            .lock()
            .unwrap()
            .push(self.file.lock().unwrap().clone());
    }
}

impl Sink for Disk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap();
        let space = self.space.unwrap_or(usize::MAX).saturating_sub(file.len());
        file.extend_from_slice(&bytes[..bytes.len().min(space)]);
        drop(file);
        self.note();
        if bytes.len() > space {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn patch_start(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.lock().unwrap()[..bytes.len()].copy_from_slice(bytes);
        self.note();
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn options(layout: Layout, paused: Paused) -> RecordingOptions {
    RecordingOptions { layout, paused }
}

/// Records two tones for so many frames: 500 Hz is ours, 900 Hz is theirs.
fn record(recording: &mut Recording<Disk>, frames: usize) -> Vec<RecordingError> {
    let (mut ours, mut theirs) = (Tone::new(500.0, 0.3), Tone::new(900.0, 0.3));
    (0..frames)
        .filter_map(|_| {
            let recorded = Recorded {
                left: ours.frame(),
                right: theirs.frame(),
            };
            recording.write(&recorded).err()
        })
        .collect()
}

fn file_of(frames: usize, options: RecordingOptions) -> (Disk, RecordingSummary) {
    let disk = Disk::default();
    let mut recording = Recording::start(disk.clone(), options).unwrap();
    assert!(record(&mut recording, frames).is_empty());
    let summary = recording.finish().unwrap();
    (disk, summary)
}

fn side(file: &[u8], side: usize) -> Vec<i16> {
    file[44..]
        .chunks_exact(4)
        .map(|both| i16::from_le_bytes([both[2 * side], both[2 * side + 1]]))
        .collect()
}

fn recovered(dir: &Path, bytes: &[u8]) -> (Recovered, Vec<u8>) {
    let path = dir.join("recording.wav");
    std::fs::write(&path, bytes).unwrap();
    let recovered = recover(&path).unwrap();
    (recovered, std::fs::read(&path).unwrap())
}

#[test]
fn our_side_is_left_and_theirs_is_right() {
    let (disk, summary) = file_of(60, RecordingOptions::default());
    let file = disk.file.lock().unwrap();
    assert_eq!(summary.duration, Duration::from_millis(1_200));
    assert_eq!(summary.bytes, u64::try_from(file.len()).unwrap());
    for (which, ours, theirs) in [(0, 0.3, 0.0), (1, 0.0, 0.3)] {
        let samples = side(&file, which);
        assert!((amplitude(&samples, MIX_RATE, 500.0) - ours).abs() < 0.01);
        assert!((amplitude(&samples, MIX_RATE, 900.0) - theirs).abs() < 0.01);
    }
}

#[test]
fn in_mono_both_sides_are_one() {
    let (disk, summary) = file_of(60, options(Layout::Mono, Paused::Silence));
    let clip = Clip::from_wav("recording", &disk.file.lock().unwrap()).unwrap();
    assert_eq!(clip.duration(), summary.duration);
    for hz in [500.0, 900.0] {
        assert!((amplitude(clip.samples(), MIX_RATE, hz) - 0.3).abs() < 0.01);
    }
}

#[test]
fn at_every_moment_the_file_is_true_and_lacks_less_than_a_second() {
    let disk = Disk::default();
    let mut recording = Recording::start(disk.clone(), RecordingOptions::default()).unwrap();
    for second in 0..5_usize {
        record(&mut recording, 50);
        let file = disk.file.lock().unwrap();
        let held = Clip::from_wav("cut", &file).unwrap().duration();
        assert!(held >= Duration::from_secs(u64::try_from(second).unwrap()));
    }
    for moment in disk.moments.lock().unwrap().iter() {
        let said = u32::from_le_bytes(moment[40..44].try_into().unwrap());
        assert!(usize::try_from(said).unwrap() <= moment.len() - 44);
    }
}

#[test]
fn a_file_that_is_cut_at_any_byte_can_be_mended() {
    let dir = tempfile::tempdir().unwrap();
    let (disk, _) = file_of(30, RecordingOptions::default());
    let file = disk.file.lock().unwrap().clone();
    // Around the header every byte, then now and then.
    for cut in (0..120).chain((120..file.len()).step_by(997)) {
        let (found, mended) = recovered(dir.path(), &file[..cut]);
        if cut < 44 {
            assert_eq!(found, Recovered::Empty);
            continue;
        }
        assert!(matches!(found, Recovered::Mended { .. }), "{cut}");
        assert_eq!(mended.len(), cut - cut % 4);
        assert_eq!(&mended[44..], &file[44..mended.len()]);
        if cut >= 48 {
            let clip = Clip::from_wav("mended", &mended).unwrap();
            assert_eq!(clip.samples().len(), (cut - 44) / 4);
        }
        let (again, _) = recovered(dir.path(), &mended);
        assert!(matches!(again, Recovered::Whole { .. }));
    }
}

#[test]
fn sound_that_the_header_does_not_tell_of_yet_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (disk, _) = file_of(100, RecordingOptions::default());
    for moment in disk.moments.lock().unwrap().iter() {
        let (found, mended) = recovered(dir.path(), moment);
        assert_ne!(found, Recovered::Empty);
        assert_eq!(mended.len(), moment.len());
    }
}

#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("letter.txt");
    let letter = vec![b'a'; 100];
    std::fs::write(&path, &letter).unwrap();
    assert!(matches!(recover(&path), Err(RecordingError::Foreign)));
    assert_eq!(std::fs::read(&path).unwrap(), letter);
}

#[test]
fn a_pause_leaves_silence_or_nothing() {
    for (paused, expected) in [(Paused::Silence, 1_500), (Paused::Gap, 1_000)] {
        let disk = Disk::default();
        let mut recording = Recording::start(disk.clone(), options(Layout::Stereo, paused)).unwrap();
        record(&mut recording, 25);
        recording.pause();
        record(&mut recording, 25);
        recording.resume();
        record(&mut recording, 25);
        let summary = recording.finish().unwrap();
        assert_eq!(summary.duration, Duration::from_millis(expected));
        let samples = side(&disk.file.lock().unwrap(), 0);
        let during = Frame::from_slice(&samples[9_000..]).level();
        assert_eq!(during < 0.001, paused == Paused::Silence);
    }
}

#[test]
fn a_full_disk_is_told_once_and_what_was_written_stays() {
    let disk = Disk {
        space: Some(44 + 25 * 1_280 + 1_000),
        ..Disk::default()
    };
    let mut recording = Recording::start(disk.clone(), RecordingOptions::default()).unwrap();
    let errors = record(&mut recording, 200);
    assert!(matches!(errors.as_slice(), [RecordingError::DiskFull]));
    let summary = recording.finish().unwrap();
    assert_eq!(summary.duration, Duration::from_millis(500));
    let clip = Clip::from_wav("full", &disk.file.lock().unwrap()).unwrap();
    assert_eq!(clip.duration(), Duration::from_millis(500));
}

#[test]
fn a_disk_without_any_space_is_told_at_the_start() {
    let disk = Disk {
        space: Some(10),
        ..Disk::default()
    };
    assert!(matches!(
        Recording::start(disk, RecordingOptions::default()),
        Err(RecordingError::DiskFull)
    ));
}

#[test]
fn a_file_on_a_disk_is_made_once_and_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("call.wav");
    let sink = FileSink::create(&path).unwrap();
    let mut recording = Recording::start(sink, RecordingOptions::default()).unwrap();
    for _ in 0..60 {
        recording.write(&Recorded::default()).unwrap();
    }
    recording.finish().unwrap();
    let duration = Duration::from_millis(1_200);
    assert_eq!(recover(&path).unwrap(), Recovered::Whole { duration });
    assert!(FileSink::create(&path).is_err());
}
