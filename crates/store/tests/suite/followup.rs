use outdial_domain::booking::{BookingSettings, BookingState, Span};
use outdial_domain::ids::{BookingId, DeliveryId, HookId, LeadId, MailId};
use outdial_domain::mail::{MailKind, MailRule, Rendered, default_template};
use outdial_store::{
    BookingFilter, BookingRow, CalendarSettingsRow, DeliveryRow, DeliveryState, HookRow, IntegrationRow,
    MailFilter, MailInvite, MailRow, MailState, MailTemplateRow, PageRequest, StoreError, SuppressionReason,
};
use serde_json::json;

use crate::samples::{NOW, workspace};
use crate::stand::on_every_database;

fn booking(number: u128, minutes: i64) -> BookingRow {
    let start = NOW.plus_seconds(minutes * 60);
    BookingRow {
        id: BookingId::from_bits(number),
        lead_id: Some(LeadId::from_bits(1)),
        call_id: None,
        name: "Ada".to_owned(),
        email: Some("ada@example.com".to_owned()),
        phone: Some("+14155552671".to_owned()),
        when: Span {
            start,
            end: start.plus_seconds(30 * 60),
        },
        zone: "America/New_York".to_owned(),
        state: BookingState::Confirmed,
        calendar: "built_in".to_owned(),
        uid: Some(format!("uid{number}")),
        notes: None,
        sequence: 0,
        tries: 0,
        next_at: None,
        last_error: None,
        created_at: NOW,
        updated_at: NOW,
        revision: 1,
    }
}

fn mail(number: u128, key: &str) -> MailRow {
    MailRow {
        id: MailId::from_bits(number),
        kind: "missed_call".to_owned(),
        once_key: key.to_owned(),
        to: "Ada@example.com".parse().unwrap(),
        words: Rendered {
            subject: "Hello".to_owned(),
            text: "Text".to_owned(),
            html: String::new(),
        },
        invite: Some(MailInvite {
            method: "REQUEST".to_owned(),
            ics: "BEGIN:VCALENDAR".to_owned(),
        }),
        unsubscribe_url: Some("https://x.example/u".to_owned()),
        lead_id: Some(LeadId::from_bits(1)),
        call_id: None,
        booking_id: Some(BookingId::from_bits(1)),
        state: MailState::Waiting,
        tries: 0,
        round: 0,
        next_at: Some(NOW),
        last_error: None,
        provider_id: None,
        created_at: NOW.plus_ms(i64::try_from(number).unwrap()),
        updated_at: NOW,
        sent_at: None,
    }
}

#[test]
fn the_built_in_calendar_gives_a_time_once_whatever_was_read_before() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                assert!(tx.bookings().insert(&booking(1, 60))?);
                // The same time, and one that reaches into it.
                assert!(!tx.bookings().insert(&booking(2, 60))?);
                assert!(!tx.bookings().insert(&booking(3, 45))?);
                assert!(tx.bookings().insert(&booking(4, 90))?);
                let mut moved = booking(4, 75);
                assert!(!tx.bookings().update(&mut moved)?);
                // Another calendar judges for itself.
                let theirs = BookingRow {
                    calendar: "calcom".to_owned(),
                    ..booking(5, 60)
                };
                assert!(tx.bookings().insert(&theirs)?);
                let mut first = booking(1, 60);
                first.state = BookingState::Cancelled;
                assert!(tx.bookings().update(&mut first)?);
                assert_eq!(first.revision, 2);
                assert!(tx.bookings().insert(&booking(6, 60))?);
                let stale = tx.bookings().update(&mut booking(1, 60));
                assert!(matches!(stale, Err(StoreError::Conflict { .. }) | Ok(false)));
                Ok(())
            })
            .await
            .unwrap();
        let elsewhere = store.workspace(workspace(2));
        let free = elsewhere.write(|tx| tx.bookings().insert(&booking(1, 60))).await;
        assert_eq!(free, Ok(true));
    });
}

#[test]
fn appointments_are_found_by_time_lead_and_uid() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                for number in 1..=3 {
                    let minutes = i64::try_from(number).unwrap() * 60;
                    assert!(tx.bookings().insert(&booking(number, minutes))?);
                }
                let filter = BookingFilter {
                    from: Some(NOW.plus_seconds(2 * 3_600)),
                    lead: Some(LeadId::from_bits(1)),
                    state: Some(BookingState::Confirmed),
                    to: None,
                };
                let page = tx.bookings().list(&filter, &PageRequest::first(1))?;
                assert_eq!(page.items, [booking(2, 120)]);
                let next = PageRequest {
                    cursor: page.next_cursor,
                    limit: 5,
                };
                assert_eq!(tx.bookings().list(&filter, &next)?.items, [booking(3, 180)]);
                assert_eq!(tx.bookings().by_uid("uid2")?, Some(booking(2, 120)));
                let next = tx
                    .bookings()
                    .next_of_lead(&LeadId::from_bits(1), NOW.plus_seconds(2 * 3_600))?;
                assert_eq!(next, Some(booking(2, 120)));
                let taken = tx.bookings().taken("built_in", booking(1, 60).when)?;
                assert_eq!(taken, [booking(1, 60).when]);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn only_what_was_offered_and_still_holds_is_found() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let slot = booking(1, 60).when;
        let until = NOW.plus_seconds(600);
        space
            .write(move |tx| {
                tx.bookings().offer("42", &[slot], until, NOW)?;
                tx.bookings().offer("42", &[slot], until, NOW)?;
                let mut find = |event_type: &str, start, now| tx.bookings().offered(event_type, start, now);
                assert_eq!(find("42", slot.start, NOW)?, Some(slot));
                assert_eq!(find("43", slot.start, NOW)?, None);
                assert_eq!(find("42", slot.start.plus_seconds(60), NOW)?, None);
                assert_eq!(find("42", slot.start, until)?, None);
                tx.bookings().offer("42", &[], until, until)?;
                assert_eq!(tx.bookings().offered("42", slot.start, NOW)?, None);
                let mut row = CalendarSettingsRow {
                    settings: BookingSettings::usual("Etc/UTC"),
                    updated_at: NOW,
                    revision: 0,
                };
                assert_eq!(tx.bookings().settings()?, None);
                tx.bookings().put_settings(&mut row)?;
                assert_eq!(tx.bookings().settings()?, Some(row.clone()));
                tx.bookings().put_settings(&mut row)?;
                row.revision = 1;
                assert!(matches!(
                    tx.bookings().put_settings(&mut row),
                    Err(StoreError::Conflict { .. })
                ));
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn a_mail_is_written_once_leased_to_one_and_kept_with_what_became_of_it() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let written = space
            .write(|tx| {
                Ok((
                    tx.mails().enqueue(&mail(1, "a"))?,
                    tx.mails().enqueue(&mail(2, "a"))?,
                    tx.mails().enqueue(&mail(3, "b"))?,
                ))
            })
            .await;
        assert_eq!(written, Ok((true, false, true)));
        let lease = async || {
            let until = NOW.plus_seconds(60);
            let leased = store
                .system()
                .write(move |tx| tx.lease_mails(NOW, until, 10))
                .await;
            leased.unwrap()
        };
        assert_eq!(lease().await.len(), 2);
        assert!(lease().await.is_empty());
        space
            .write(|tx| {
                let mut sent = tx.mails().get(&MailId::from_bits(1))?.unwrap();
                assert_eq!(sent.state, MailState::Sending);
                sent.state = MailState::Sent;
                sent.next_at = None;
                sent.provider_id = Some("e1".to_owned());
                sent.sent_at = Some(NOW);
                tx.mails().update(&sent)?;
                assert_eq!(tx.mails().by_provider_id("e1")?, Some(sent.clone()));
                let filter = MailFilter {
                    state: Some(MailState::Sent),
                    ..MailFilter::default()
                };
                assert_eq!(tx.mails().list(&filter, &PageRequest::first(5))?.items, [sent]);
                assert!(tx.mails().see_message("resend", "m1", NOW)?);
                assert!(!tx.mails().see_message("resend", "m1", NOW)?);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn nothing_waits_for_an_address_that_is_not_written_to() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                let address = "ADA@example.com".parse().unwrap();
                tx.mails().enqueue(&mail(1, "a"))?;
                assert!(
                    tx.mails()
                        .suppress(&address, SuppressionReason::Unsubscribed, NOW)?
                );
                assert!(!tx.mails().suppress(&address, SuppressionReason::Bounced, NOW)?);
                let stopped = tx.mails().get(&MailId::from_bits(1))?.unwrap();
                assert_eq!((stopped.state, stopped.next_at), (MailState::Suppressed, None));
                let known = tx
                    .mails()
                    .suppression(&"ada@EXAMPLE.com".parse().unwrap())?
                    .unwrap();
                assert_eq!(known.reason, SuppressionReason::Unsubscribed);
                assert_eq!(tx.mails().suppressions(&PageRequest::first(5))?.items, [known]);
                assert!(tx.mails().unsuppress(&address)?);
                assert!(!tx.mails().unsuppress(&address)?);
                tx.mails().enqueue(&mail(2, "b"))?;
                let gone = tx
                    .mails()
                    .cancel_of_booking(&BookingId::from_bits(1), "called off", NOW)?;
                assert_eq!(gone, 1);
                Ok(())
            })
            .await
            .unwrap();
        let next = store.system().read(|tx| tx.next_mail()).await;
        assert_eq!(next, Ok(None));
    });
}

#[test]
fn words_accounts_and_programs_read_back_as_they_were_stored() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                let chosen = MailTemplateRow {
                    template: Some(default_template(MailKind::Reminder)),
                    rule: MailRule::usual(MailKind::Reminder),
                    changed_at: NOW,
                };
                tx.mails().put_template(MailKind::Reminder, &chosen)?;
                assert_eq!(tx.mails().template(MailKind::Reminder)?, Some(chosen));
                assert_eq!(tx.mails().template(MailKind::MissedCall)?, None);
                let account = IntegrationRow {
                    kind: "calcom".to_owned(),
                    config: json!({"api_key": "v1.x"}),
                    updated_at: NOW,
                };
                tx.integrations().put(&account)?;
                tx.integrations().put(&account)?;
                assert_eq!(tx.integrations().all()?, std::slice::from_ref(&account));
                assert_eq!(tx.integrations().get("calcom")?, Some(account));
                assert!(tx.integrations().remove("calcom")?);
                let hook = HookRow {
                    id: HookId::from_bits(1),
                    url: "https://example.com".to_owned(),
                    events: vec!["call.ended".to_owned()],
                    is_on: true,
                    secret: "v1.x".to_owned(),
                    created_at: NOW,
                    updated_at: NOW,
                };
                tx.hooks().put(&hook)?;
                assert_eq!(tx.hooks().all()?, std::slice::from_ref(&hook));
                let delivery = DeliveryRow {
                    id: DeliveryId::from_bits(1),
                    hook_id: hook.id.clone(),
                    event: "call.ended".to_owned(),
                    body: "{}".to_owned(),
                    state: DeliveryState::Waiting,
                    tries: 0,
                    status: Some(500),
                    last_error: None,
                    next_at: Some(NOW),
                    created_at: NOW,
                    updated_at: NOW,
                };
                tx.hooks().enqueue(&delivery)?;
                assert_eq!(tx.hooks().delivery(&delivery.id)?, Some(delivery.clone()));
                let page = tx.hooks().deliveries(&hook.id, &PageRequest::first(5))?;
                assert_eq!(page.items, [delivery]);
                Ok(())
            })
            .await
            .unwrap();
        let until = NOW.plus_seconds(60);
        let leased = store
            .system()
            .write(move |tx| tx.lease_deliveries(NOW, until, 5))
            .await
            .unwrap();
        assert_eq!(leased.len(), 1);
        let hook = HookId::from_bits(1);
        space.write(move |tx| tx.hooks().remove(&hook)).await.unwrap();
        assert_eq!(store.system().read(|tx| tx.next_delivery()).await, Ok(None));
    });
}
