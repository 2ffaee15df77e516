//! The host of a voice agent, or the speech model of our own, is away for an hour: nobody's phone rings in vain, no lead
//! loses a try, people are told, and everybody is called once it is back.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::serve::Listener;
use outdial_carrier::testing::PlaceAnswer;
use outdial_domain::call::{Outcome, State};
use outdial_domain::campaign::Event;
use outdial_domain::ids::CarrierAccountId;
use outdial_engine::{Clock, Floor, FloorConfig};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_sandbox::{RealtimeAccount, ReqwestWebhooks, Sandbox, SandboxConfig};
use outdial_store::LeadPlace;
use outdial_voice::realtime::live::{Endpoint, Reach, Wire};
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::batches::{calls_of, leads, prepare, runs, settings, tell};
use crate::stand::Stand;

const HOUR: Duration = Duration::from_secs(3_600);
const LEADS: u32 = 4;

/// How often each lead's phone rang.
async fn rung(stand: &Stand) -> Vec<usize> {
    let mut rung = Vec::new();
    for (lead, _) in leads(stand).await {
        rung.push(stand.carrier().times_rung(&lead.phone));
    }
    rung
}

/// The tries that the campaign has counted against each lead, of those that it has looked at.
async fn tries(stand: &Stand) -> Vec<u32> {
    let leads = leads(stand).await;
    leads
        .into_iter()
        .filter_map(|(_, own)| own.map(|own| own.attempts))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_host_that_answers_nothing_for_an_hour_costs_no_lead() {
    let stand = Stand::new().await;
    stand.carrier().set_silent(true);
    prepare(&stand, LEADS, settings(10)).await;
    tell(&stand, Event::Start).await;
    tokio::time::sleep(HOUR).await;
    let account = CarrierAccountId::from_bits(1);
    let workspace = stand.lines[0].workspace.clone();
    let account = stand.engine.accounts().find(&workspace, &account).unwrap();
    assert!(account.is_in_trouble(), "people are told");
    let orders = stand.carrier().orders().len();
    assert!(
        orders <= 2 * LEADS as usize,
        "{orders} orders to a host that is away"
    );
    assert_eq!(tries(&stand).await, [0; LEADS as usize]);
    for (lead, _) in leads(&stand).await {
        for row in calls_of(&stand, &lead.id).await {
            assert!(
                matches!(row.call.state, State::Planned | State::Dialing | State::Unknown),
                "it waits for the host: {:?}",
                row.call.state
            );
        }
    }

    stand.carrier().set_silent(false);
    for _ in 0..240 {
        if rung(&stand).await == [1; LEADS as usize] {
            break;
        }
        tokio::time::sleep(Duration::from_secs(15)).await;
    }
    assert_eq!(
        rung(&stand).await,
        [1; LEADS as usize],
        "everybody is called, and once"
    );
    assert!(!account.is_in_trouble());
}

#[tokio::test(start_paused = true)]
async fn a_host_that_refuses_to_create_calls_but_answers_otherwise_costs_no_lead_either() {
    let stand = Stand::new().await;
    // It lists calls all the while, and has none of ours.
    for _ in 0..5_000 {
        stand.carrier().script_place(PlaceAnswer::LoseRequest);
    }
    prepare(&stand, LEADS, settings(10)).await;
    tell(&stand, Event::Start).await;
    tokio::time::sleep(HOUR).await;
    assert_eq!(tries(&stand).await, [0; LEADS as usize]);
    for (_, own) in leads(&stand).await {
        let place = own.map(|own| own.place);
        assert_ne!(place, Some(LeadPlace::Done), "nobody is given up");
    }
    stand.carrier().forget_script();
    for _ in 0..240 {
        if rung(&stand).await.iter().all(|rung| *rung >= 1) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(15)).await;
    }
    assert_eq!(rung(&stand).await, [1; LEADS as usize]);
}

/// A way to the model that can be closed.
struct Way {
    is_closed: AtomicBool,
    lines: mpsc::Sender<DuplexStream>,
}

struct Arrivals(mpsc::Receiver<DuplexStream>);

#[async_trait]
impl Reach for Way {
    async fn connect(&self, _: &Url) -> io::Result<Box<dyn Wire>> {
        let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
        if self.is_closed.load(Ordering::Acquire) {
            return Err(refused());
        }
        let (ours, theirs) = duplex(1 << 20);
        self.lines.send(theirs).await.map_err(|_| refused())?;
        Ok(Box::new(ours))
    }
}

impl Listener for Arrivals {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.recv().await {
            Some(wire) => (wire, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

const KEY: &str = "sk-sandbox-0123456789";

/// A speech model behind a way, for the workspace of the stand.
fn model(stand: &Stand) -> Arc<Way> {
    let time = stand.clock.clone();
    let config = SandboxConfig {
        realtime: Some(RealtimeAccount::new(KEY)),
        ..SandboxConfig::new("AC1", "secret", Arc::new(move || time.now()))
    };
    let sandbox = Sandbox::new(config, Arc::new(ReqwestWebhooks::new().unwrap()));
    let (lines, arrivals) = mpsc::channel(4);
    TaskTracker::new().spawn(async move { axum::serve(Arrivals(arrivals), sandbox.router()).await });
    let way = Arc::new(Way {
        is_closed: AtomicBool::new(true),
        lines,
    });
    let endpoint = Endpoint::new("http://model.test/v1", KEY, "gpt-realtime-2").unwrap();
    let endpoint = endpoint.over(way.clone());
    let services = stand.engine.services();
    services.change(&stand.lines[0].workspace, |services| {
        services.speech_model = Some(Arc::new(endpoint));
    });
    way
}

#[tokio::test(start_paused = true)]
async fn a_speech_model_that_is_away_for_an_hour_lets_nobodys_phone_ring_in_vain() {
    let stand = Stand::new().await;
    let recordings = tempfile::tempdir().unwrap();
    let hub = MediaHub::start(HubConfig::loopback(recordings.path().to_owned())).unwrap();
    let config = FloorConfig::new(recordings.path().to_owned());
    stand.engine.open_floor(Floor::new(hub, config));
    let account = CarrierAccountId::from_bits(1);
    stand.engine.accounts().set_base(&account, "http://outdial.test");
    let way = model(&stand);
    prepare(&stand, LEADS, settings(10)).await;
    // Our own agent talks: this carrier hosts none.
    stand.carrier().fake_agents().close();
    tell(&stand, Event::Start).await;
    tokio::time::sleep(HOUR).await;
    assert!(stand.carrier().orders().is_empty(), "nobody's phone rings");
    let workspace = stand.lines[0].workspace.clone();
    let away = stand
        .engine
        .services()
        .speech_away(&workspace)
        .expect("it is away");
    assert_eq!(away.why, "unreachable, ConnectionRefused");
    let last = runs(&stand).await.remove(0);
    assert_eq!(
        (last.placed, last.why.as_str()),
        (
            0,
            "The speech model cannot be reached (unreachable, ConnectionRefused), so nobody is called."
        )
    );
    assert_eq!(tries(&stand).await, [0; LEADS as usize]);
    for (lead, own) in leads(&stand).await {
        for row in calls_of(&stand, &lead.id).await {
            assert_eq!(row.call.state, State::Ended(Outcome::Failed));
            let failure = row.call.facts.failure.unwrap();
            assert_eq!(failure.cause, "voice_agent.model_away");
        }
        assert!(
            matches!(own.unwrap().place, LeadPlace::Due(_)),
            "it is called later"
        );
    }

    way.is_closed.store(false, Ordering::Release);
    stand.carrier().orders_received(LEADS as usize).await;
    assert_eq!(stand.engine.services().speech_away(&workspace), None);
    assert_eq!(rung(&stand).await, [1; LEADS as usize]);
}
