//! Rehearsals by microphone, with real audio, against the sandbox's speech model.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::{RehearsalId, VoiceAgentId};
use outdial_domain::voice_agent::{Speaker, VoiceAgentSettings};
use outdial_engine::{AloudView, Floor, FloorConfig, TalkRefusal, WhoseTalk};
use outdial_media::live::{HubConfig, JoinError, MediaHub};
use outdial_sandbox::Attitude;
use outdial_store::{BookingFilter, PageRequest};
use outdial_voice::realtime::live::Endpoint;
use tokio_util::sync::CancellationToken;

use super::browser::{Browser, Offering};
use super::calendar::FakeCalendar;
use super::own::{KEY, serve};
use super::stage::follow_up;
use crate::stand::Stand;

struct Studio {
    stand: Stand,
    stop: CancellationToken,
    _recordings: tempfile::TempDir,
}

impl Studio {
    async fn open() -> Self {
        let stand = Stand::new().await;
        follow_up(&stand);
        let recordings = tempfile::tempdir().unwrap();
        let hub = MediaHub::start(HubConfig::loopback(recordings.path().to_owned())).unwrap();
        let config = FloorConfig::new(recordings.path().to_owned());
        stand.engine.open_floor(Floor::new(hub, config));
        let (_, base, stop) = serve(&stand, Attitude::Accepts).await;
        let model = Endpoint::new(&base, KEY, "gpt-realtime-2").unwrap();
        let services = stand.engine.services();
        services.change(&stand.lines[0].workspace, |services| {
            services.calendar = Some(Arc::new(FakeCalendar::default()));
            services.speech_model = Some(Arc::new(model));
        });
        Self {
            stand,
            stop,
            _recordings: recordings,
        }
    }

    fn whose(&self) -> WhoseTalk {
        WhoseTalk {
            workspace: self.stand.lines[0].workspace.clone(),
            agent: VoiceAgentId::from_bits(1),
            user: "usr_1".to_owned(),
        }
    }

    async fn begin(&self) -> (RehearsalId, Browser) {
        let agent = VoiceAgentSettings {
            company: "Acme".to_owned(),
            ..VoiceAgentSettings::default()
        };
        let offering = Offering::new();
        let engine = &self.stand.engine;
        let begun = engine
            .begin_aloud(self.whose(), &agent, None, &offering.offer)
            .await;
        let begun = begun.unwrap();
        (begun.id, offering.accept(&begun.answer.sdp))
    }

    /// How a talk stands once that is so.
    async fn until(&self, id: &RehearsalId, is_so: impl Fn(&AloudView) -> bool) -> AloudView {
        for _ in 0..LOOKS {
            let view = self.stand.engine.talk_aloud(id, &self.whose()).unwrap();
            if is_so(&view) {
                return view;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!(
            "it does not come: {:#?}",
            self.stand.engine.talk_aloud(id, &self.whose())
        );
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_talks_with_a_browser_books_in_word_alone_and_hangs_up() {
    let studio = Studio::open().await;
    let (id, _browser) = studio.begin().await;
    let view = studio.until(&id, |view| view.ended.is_some()).await;
    assert_eq!(view.ended.as_deref(), Some("agent-said-goodbye"), "{view:#?}");
    let first = &view.utterances[0];
    assert_eq!(
        (first.speaker, first.text.as_str()),
        (
            Speaker::Agent,
            "Hello, this is an automated assistant calling for Acme."
        )
    );
    assert!(view.utterances.iter().any(|said| said.speaker == Speaker::Callee));
    let tools: Vec<_> = view
        .tools
        .iter()
        .map(|tool| (tool.name.as_str(), tool.result.is_ok()))
        .collect();
    assert_eq!(
        tools,
        [
            ("check_availability", true),
            ("book_appointment", true),
            ("end_call", true)
        ]
    );
    assert!(!view.turns.is_empty());
    let rows = studio.stand.store.workspace(studio.whose().workspace);
    let bookings = rows
        .read(|tx| {
            tx.bookings()
                .list(&BookingFilter::default(), &PageRequest::first(10))
        })
        .await
        .unwrap();
    assert!(bookings.items.is_empty(), "{:?}", bookings.items);
    assert!(
        studio.stand.engine.end_aloud(&id, &studio.whose()),
        "it can be read and ended still"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_ends_when_the_browser_leaves_when_it_is_ended_and_when_another_begins() {
    let studio = Studio::open().await;
    let engine = &studio.stand.engine;
    let heard = |view: &AloudView| !view.utterances.is_empty();
    let over = |view: &AloudView| view.ended.is_some();

    let (id, browser) = studio.begin().await;
    studio.until(&id, heard).await;
    drop(browser);
    let view = studio.until(&id, over).await;
    assert_eq!(view.ended.as_deref(), Some("callee-hung-up"));

    let (first, _browser) = studio.begin().await;
    studio.until(&first, heard).await;
    let (second, _other) = studio.begin().await;
    let view = studio.until(&first, over).await;
    assert_eq!(view.ended.as_deref(), Some("called-off"));
    assert!(engine.end_aloud(&second, &studio.whose()));
    let view = studio.until(&second, over).await;
    assert_eq!(view.ended.as_deref(), Some("called-off"));

    let somebody = WhoseTalk {
        user: "usr_2".to_owned(),
        ..studio.whose()
    };
    assert!(engine.talk_aloud(&second, &somebody).is_none());
    assert!(!engine.end_aloud(&second, &somebody));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_none_begins_nothing() {
    let studio = Studio::open().await;
    let agent = VoiceAgentSettings::default();
    let engine = &studio.stand.engine;
    let refused = engine.begin_aloud(studio.whose(), &agent, None, "v=0").await;
    assert!(
        matches!(refused, Err(TalkRefusal::Audio(JoinError::Offer(_)))),
        "{refused:?}"
    );
    let workspace = studio.whose().workspace;
    engine
        .services()
        .change(&workspace, |services| services.speech_model = None);
    let refused = engine.begin_aloud(studio.whose(), &agent, None, "v=0").await;
    assert!(matches!(refused, Err(TalkRefusal::NoSpeechModel)), "{refused:?}");
}

const LOOK: Duration = Duration::from_millis(50);
/// Two minutes.
const LOOKS: usize = 2_400;
