//! A browser calls its application, or wants back a call that it lost.

use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

use super::link::Link;
use super::offer::OfferError;
use super::softphone::{Page, Softphone};
use super::token::Grant;
use crate::audio::Handset;
use crate::call::Incoming;
use crate::lock::lock;
use crate::people::Listener;
use crate::perform::Fetch;
use crate::sandbox::Sandbox;

/// Why a call does not come about, with the kit's code for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("Application Not Found")]
    NoApplication,
    #[error("The access token does not allow outgoing calls")]
    NotAllowed,
    #[error("JWT token has expired")]
    Expired,
    #[error("{0}")]
    Offer(OfferError),
    #[error("Reconnect attempt is not authorized")]
    NotYours,
    #[error("too many calls at one time")]
    TooMany,
}

impl Refusal {
    pub(super) fn code(&self) -> u32 {
        match self {
            Self::NoApplication => 31_001,
            Self::NotAllowed => 31_002,
            Self::Offer(_) => 31_100,
            Self::Expired => 31_205,
            Self::TooMany => 31_206,
            Self::NotYours => 31_209,
        }
    }
}

impl Sandbox {
    /// A browser with this grant calls its application.
    pub(super) async fn call_application(
        self: &Arc<Self>,
        grant: &Grant,
        offer: &str,
        params: Vec<(String, String)>,
        page: &mpsc::Sender<String>,
    ) -> Result<Arc<Softphone>, Refusal> {
        self.is_valid(grant)?;
        let sid = grant.application.as_ref().ok_or(Refusal::NotAllowed)?;
        let (voice, terms) = lock(&self.applications)
            .get(sid)
            .and_then(|application| Some((application.voice()?, application.terms())))
            .ok_or(Refusal::NoApplication)?;
        let (handset, ear) = Handset::new();
        let handset = Arc::new(handset);
        let (link, answer) = Link::open(self, &handset, ear, offer)
            .await
            .map_err(Refusal::Offer)?;
        let custom: Vec<(String, String)> = params.into_iter().chain(grant.params.iter().cloned()).collect();
        let to = custom.iter().find(|(name, _)| name == "To");
        let leg = self.take_in(Incoming {
            from: format!("client:{}", grant.identity),
            to: to.map(|(_, value)| value.clone()).unwrap_or_default(),
            terms,
            listener: Listener::real(&handset),
            fetch: Fetch {
                hook: voice,
                extra: extra(sid, custom),
            },
        });
        let phone = Arc::new(Softphone {
            handset,
            link,
            identity: grant.identity.clone(),
            reconnect: self.mint().sid("RT", &[&leg.sid]),
            leg,
            answer: Mutex::new(answer),
            page: Mutex::new(Page::There(page.clone())),
        });
        lock(&self.softphones).add(&phone);
        Ok(phone)
    }

    /// A browser with this grant wants a call back.
    pub(super) async fn resume(
        &self,
        grant: &Grant,
        call: &str,
        token: &str,
        offer: String,
    ) -> Result<Arc<Softphone>, Refusal> {
        self.is_valid(grant)?;
        let phone = lock(&self.softphones).get(call);
        let phone = phone
            .filter(|phone| phone.identity == grant.identity && phone.reconnect == token)
            .ok_or(Refusal::NotYours)?;
        phone.offered(offer).await?;
        Ok(phone)
    }

    fn is_valid(&self, grant: &Grant) -> Result<(), Refusal> {
        if grant.expires_s <= self.now().0.div_euclid(1_000_000) {
            return Err(Refusal::Expired);
        }
        Ok(())
    }
}

impl Softphone {
    /// The page offers another path or connection; our answer is kept.
    pub(super) async fn offered(&self, offer: String) -> Result<(), Refusal> {
        let answer = self.link.answer(offer).await.map_err(Refusal::Offer)?;
        *lock(&self.answer) = answer;
        Ok(())
    }
}

/// What the application is told beyond the standard parameters, which a page cannot replace.
fn extra(application: &str, custom: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut extra = vec![("ApplicationSid".to_owned(), application.to_owned())];
    extra.extend(
        custom
            .into_iter()
            .filter(|(name, _)| !STANDARD.contains(&name.as_str())),
    );
    extra
}

const STANDARD: [&str; 11] = [
    "CallSid",
    "AccountSid",
    "From",
    "To",
    "Caller",
    "Called",
    "CallStatus",
    "ApiVersion",
    "Direction",
    "ParentCallSid",
    "ApplicationSid",
];
