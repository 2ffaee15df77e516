//! The thread that writes recordings, so that no beat ever waits for a disk.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::broadcast;

use super::events::{Event, RecordedFile, RoomSummary};
use super::lock::lock;
use super::tape::Tape;
use crate::record::{FileSink, Recording, RecordingOptions};
use crate::room::Recorded;

/// A recording's name on this thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TapeId(u64);

/// What is to be done, in order.
pub(super) enum Job {
    Begin {
        tape: TapeId,
        begin: Begin,
    },
    Frames {
        tape: TapeId,
        paused: bool,
        frames: Vec<Recorded>,
    },
    /// The room will add nothing more.
    Finish {
        tape: TapeId,
    },
    /// Say that a recording is complete while its room goes on.
    Announce {
        tape: TapeId,
        events: broadcast::Sender<Event>,
    },
    /// Announce the room's end once its recording is complete.
    Farewell {
        tape: Option<TapeId>,
        summary: RoomSummary,
        events: broadcast::Sender<Event>,
    },
    Stop,
}

pub(super) struct Begin {
    path: PathBuf,
    options: RecordingOptions,
    events: broadcast::Sender<Event>,
    progress: Arc<Progress>,
}

/// How a recording stands, for the room that fills it.
#[derive(Default)]
pub(super) struct Progress {
    /// Batches that the disk has not taken yet.
    pub(super) behind: AtomicUsize,
    pub(super) failed: AtomicBool,
}

/// The way to the thread.
#[derive(Default)]
pub(super) struct ScribeQueue {
    jobs: Mutex<VecDeque<Job>>,
    urgent: Condvar,
    last_tape: AtomicU64,
}

impl ScribeQueue {
    /// Adds a job. Frames wait for the next round; each tape bounds how many.
    pub(super) fn add(&self, job: Job) {
        let urgent = !matches!(job, Job::Frames { .. });
        lock(&self.jobs).push_back(job);
        if urgent {
            self.urgent.notify_one();
        }
    }

    /// Begins a recording in a new file of this folder.
    pub(super) fn begin(
        self: &Arc<Self>,
        folder: &Path,
        name: &str,
        options: RecordingOptions,
        events: broadcast::Sender<Event>,
    ) -> io::Result<(TapeId, Tape)> {
        std::fs::create_dir_all(folder)?;
        let path = free_path(folder, name);
        let tape = TapeId(self.last_tape.fetch_add(1, Ordering::Relaxed));
        let progress = Arc::<Progress>::default();
        let begin = Begin {
            path: path.clone(),
            options,
            events,
            progress: Arc::clone(&progress),
        };
        self.add(Job::Begin { tape, begin });
        Ok((tape, Tape::new(tape, Arc::clone(self), path, progress)))
    }

    /// Starts the thread.
    pub(super) fn start(self: &Arc<Self>) -> io::Result<JoinHandle<()>> {
        let queue = Arc::clone(self);
        std::thread::Builder::new()
            .name("media-scribe".to_owned())
            .spawn(move || {
                let mut scribe = Scribe::default();
                while scribe.perform(queue.take()) {}
            })
    }

    fn take(&self) -> VecDeque<Job> {
        let jobs = lock(&self.jobs);
        let (mut jobs, _) = self
            .urgent
            .wait_timeout(jobs, ROUND)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut jobs)
    }
}

#[derive(Default)]
struct Scribe {
    tapes: HashMap<TapeId, Writing>,
    finished: HashMap<TapeId, RecordedFile>,
}

struct Writing {
    begin: Begin,
    /// None after the disk has failed.
    recording: Option<Recording<FileSink>>,
    paused: bool,
}

impl Scribe {
    /// Does the jobs of one round; false when it was the last.
    fn perform(&mut self, jobs: VecDeque<Job>) -> bool {
        for job in jobs {
            match job {
                Job::Begin { tape, begin } => {
                    self.tapes.insert(tape, Writing::start(begin));
                }
                Job::Frames { tape, paused, frames } => {
                    if let Some(writing) = self.tapes.get_mut(&tape) {
                        writing.write(paused, &frames);
                    }
                }
                Job::Finish { tape } => {
                    if let Some(file) = self.tapes.remove(&tape).and_then(Writing::finish) {
                        self.finished.insert(tape, file);
                    }
                }
                Job::Announce { tape, events } => {
                    if let Some(file) = self.finished.remove(&tape) {
                        let _ = events.send(Event::Recorded(file));
                    }
                }
                Job::Farewell {
                    tape,
                    mut summary,
                    events,
                } => {
                    summary.recording = tape.and_then(|tape| self.finished.remove(&tape));
                    let _ = events.send(Event::Closed(summary));
                }
                Job::Stop => return false,
            }
        }
        true
    }
}

impl Writing {
    fn start(begin: Begin) -> Self {
        let recording = FileSink::create(&begin.path)
            .map_err(|error| error.to_string())
            .and_then(|sink| Recording::start(sink, begin.options).map_err(|error| error.to_string()));
        let recording = recording.map_err(|reason| begin.fail(reason)).ok();
        Self {
            begin,
            recording,
            paused: false,
        }
    }

    fn write(&mut self, paused: bool, frames: &[Recorded]) {
        self.begin.progress.behind.fetch_sub(1, Ordering::Relaxed);
        let Some(recording) = &mut self.recording else {
            return;
        };
        if paused != self.paused {
            self.paused = paused;
            if paused {
                recording.pause();
            } else {
                recording.resume();
            }
        }
        let failed = frames.iter().find_map(|frame| recording.write(frame).err());
        if let Some(error) = failed {
            self.begin.fail(error.to_string());
            self.recording = None;
        }
    }

    fn finish(self) -> Option<RecordedFile> {
        let path = self.begin.path.clone();
        match self.recording?.finish() {
            Ok(summary) => Some(RecordedFile {
                path,
                duration: summary.duration,
                bytes: summary.bytes,
            }),
            Err(error) => {
                self.begin.fail(error.to_string());
                None
            }
        }
    }
}

impl Begin {
    fn fail(&self, reason: String) {
        tracing::warn!(path = %self.path.display(), reason, "a recording failed; its call goes on");
        self.progress.failed.store(true, Ordering::Relaxed);
        let _ = self.events.send(Event::RecordingFailed { reason });
    }
}

/// A path that no file has yet, safe whatever the room is called.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let safe: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .take(100)
        .collect();
    (1..)
        .map(|n| {
            folder.join(if n == 1 {
                format!("{safe}.wav")
            } else {
                format!("{safe}-{n}.wav")
            })
        })
        .find(|path| !path.exists())
        .expect("there are more numbers than files")
}

/// How long frames wait at most; part of the one second that a crash may cost.
const ROUND: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_room_writes_outside_the_folder_or_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = free_path(folder.path(), "../../etc/passwd");
        assert_eq!(path, folder.path().join("______etc_passwd.wav"));
        std::fs::write(&path, b"").unwrap();
        assert_eq!(
            free_path(folder.path(), "../../etc/passwd"),
            folder.path().join("______etc_passwd-2.wav")
        );
    }
}
