//! People, their browsers, keys, carriers, settings, the do-not-call list and the audit log.

use outdial_domain::Timestamp;
use outdial_domain::ids::{ApiKeyId, AuditId, CarrierAccountId, DncId, SessionId, UserId};
use outdial_domain::settings::Settings;
use outdial_store::{
    Actor, ApiKeyRow, AuditRow, CarrierAccountRow, DncRow, PageRequest, Role, SessionRow, SettingsRow,
    StoreError,
};
use serde_json::json;

use crate::samples::{NOW, phone, user, workspace};
use crate::stand::on_every_database;

#[test]
fn an_address_belongs_to_one_person_of_one_workspace() {
    on_every_database(async |store| {
        let (ours, theirs) = (store.workspace(workspace(1)), store.workspace(workspace(2)));
        ours.write(|tx| tx.users().insert(&user(1, "Ada@Example.com")))
            .await
            .unwrap();
        for space in [&ours, &theirs] {
            let taken = space
                .write(|tx| tx.users().insert(&user(2, "ada@example.COM")))
                .await;
            assert_eq!(
                taken,
                Err(StoreError::Duplicate {
                    what: "email address"
                })
            );
        }
        let found = store
            .system()
            .read(|tx| tx.user_by_email("ADA@example.com"))
            .await
            .unwrap();
        let (space, found) = found.unwrap();
        assert_eq!((space, found.email.as_str()), (workspace(1), "ada@example.com"));
    });
}

#[test]
fn a_person_is_changed_seen_and_removed_with_their_browsers() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                let mut ada = user(1, "ada@example.com");
                tx.users().insert(&ada)?;
                assert_eq!(tx.users().active_admins()?, 1);
                ada.role = Role::Manager;
                ada.disabled = true;
                ada.name = "Ada L.".to_owned();
                assert!(tx.users().update(&ada)?);
                tx.users().seen(&ada.id, NOW)?;
                ada.last_seen_at = Some(NOW);
                assert_eq!(tx.users().get(&ada.id)?, Some(ada.clone()));
                assert_eq!(tx.users().all()?, [ada.clone()]);
                assert_eq!(tx.users().active_admins()?, 0);
                tx.sessions().insert(&session(1, "h1"))?;
                assert!(tx.users().remove(&ada.id)?);
                assert!(tx.sessions().of_user(&ada.id)?.is_empty());
                assert!(!tx.users().remove(&ada.id)?);
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(store.system().read(|tx| tx.any_user_exists()).await, Ok(false));
    });
}

fn session(number: u128, token_hash: &str) -> SessionRow {
    SessionRow {
        id: SessionId::from_bits(number),
        token_hash: token_hash.to_owned(),
        user_id: UserId::from_bits(1),
        csrf: "c".to_owned(),
        created_at: NOW,
        expires_at: NOW.plus_seconds(60),
        last_seen_at: NOW,
        ip: Some("::1".to_owned()),
        agent: None,
    }
}

#[test]
fn a_browser_is_found_by_its_secret_until_it_is_signed_out() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                (1..=3)
                    .try_for_each(|number| tx.sessions().insert(&session(number, &format!("h{number}"))))?;
                assert_eq!(
                    tx.sessions().insert(&session(4, "h1")),
                    Err(StoreError::Duplicate { what: "session" })
                );
                tx.sessions().seen(
                    &SessionId::from_bits(1),
                    NOW.plus_seconds(5),
                    NOW.plus_seconds(90),
                )
            })
            .await
            .unwrap();
        let (owner, found) = store
            .system()
            .read(|tx| tx.session_by_hash("h1"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((owner, found.expires_at), (workspace(1), NOW.plus_seconds(90)));
        let left = space
            .write(|tx| {
                let user = UserId::from_bits(1);
                assert_eq!(
                    tx.sessions()
                        .remove_of_user(&user, Some(&SessionId::from_bits(1)))?,
                    2
                );
                let left = tx.sessions().of_user(&user)?;
                tx.sessions().remove(&SessionId::from_bits(1))?;
                Ok(left)
            })
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(store.system().read(|tx| tx.session_by_hash("h1")).await, Ok(None));
        space
            .write(|tx| tx.sessions().insert(&session(9, "h9")))
            .await
            .unwrap();
        let later = NOW.plus_seconds(60);
        assert_eq!(
            store.system().write(move |tx| tx.delete_expired(later)).await,
            Ok(1)
        );
    });
}

#[test]
fn a_key_is_found_by_its_hash_and_can_be_revoked_once() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let key = ApiKeyRow {
            id: ApiKeyId::from_bits(1),
            name: "CRM".to_owned(),
            prefix: "od_abc".to_owned(),
            key_hash: "h".to_owned(),
            scopes: vec!["calls:read".to_owned()],
            role: Role::Agent,
            created_at: NOW,
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
        };
        let mut known = key.clone();
        let listed = space
            .write(move |tx| {
                tx.api_keys().insert(&key)?;
                assert_eq!(
                    tx.api_keys().insert(&key),
                    Err(StoreError::Duplicate { what: "API key" })
                );
                tx.api_keys().used(&key.id, NOW)?;
                let listed = tx.api_keys().all()?;
                assert!(tx.api_keys().revoke(&key.id, NOW)?);
                assert!(!tx.api_keys().revoke(&key.id, NOW)?);
                assert!(tx.api_keys().all()?.is_empty());
                Ok(listed)
            })
            .await
            .unwrap();
        known.last_used_at = Some(NOW);
        assert_eq!(listed, [known.clone()]);
        known.revoked_at = Some(NOW);
        let found = store.system().read(|tx| tx.api_key_by_hash("h")).await.unwrap();
        assert_eq!(found, Some((workspace(1), known)));
    });
}

#[test]
fn one_carrier_account_is_the_default() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let account = |number| CarrierAccountRow {
            id: CarrierAccountId::from_bits(number),
            kind: "twilio".to_owned(),
            name: "Main".to_owned(),
            config: json!({ "account_sid": "AC1" }),
            is_default: true,
            source: "settings".to_owned(),
            created_at: NOW.plus_ms(i64::try_from(number).unwrap()),
            updated_at: NOW,
        };
        let (first, second) = (account(1), account(2));
        let defaults = space
            .write(move |tx| {
                tx.carriers().put(&first)?;
                tx.carriers().put(&second)?;
                let defaults = |tx: &mut outdial_store::Tx<'_>| {
                    let all = tx.carriers().all()?;
                    Ok::<_, StoreError>(all.iter().map(|account| account.is_default).collect::<Vec<_>>())
                };
                let second_is = defaults(tx)?;
                assert!(tx.carriers().make_default(&first.id, NOW)?);
                let first_is = defaults(tx)?;
                assert!(!tx.carriers().make_default(&CarrierAccountId::from_bits(7), NOW)?);
                tx.carriers().put(&CarrierAccountRow {
                    name: "Renamed".to_owned(),
                    ..first.clone()
                })?;
                assert_eq!(tx.carriers().get(&first.id)?.unwrap().name, "Renamed");
                assert!(tx.carriers().remove(&second.id)?);
                Ok((second_is, first_is))
            })
            .await
            .unwrap();
        assert_eq!(defaults, (vec![false, true], vec![true, false]));
        let theirs = store
            .workspace(workspace(2))
            .write(move |tx| tx.carriers().put(&account(1)))
            .await;
        assert_eq!(
            theirs,
            Err(StoreError::Duplicate {
                what: "carrier account"
            })
        );
        let (owner, _) = store
            .system()
            .read(|tx| tx.carrier_account(&CarrierAccountId::from_bits(1)))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(owner, workspace(1));
        assert_eq!(
            store
                .system()
                .read(|tx| tx.carrier_accounts())
                .await
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn settings_have_defaults_and_refuse_an_old_revision() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                assert_eq!(tx.settings().current()?, SettingsRow::default());
                let settings = Settings {
                    max_live_calls: 7,
                    ..Settings::default()
                };
                assert_eq!(tx.settings().put(&settings, 0, NOW)?, 1);
                let conflict = tx.settings().put(&settings, 0, NOW);
                assert_eq!(
                    conflict,
                    Err(StoreError::Conflict {
                        what: "settings document"
                    })
                );
                assert_eq!(tx.settings().put(&settings, 1, NOW)?, 2);
                let current = tx.settings().current()?;
                assert_eq!(
                    current,
                    SettingsRow {
                        settings,
                        revision: 2,
                        updated_at: NOW
                    }
                );
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn a_number_is_on_the_do_not_call_list_once() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let entry = |number: u32| DncRow {
            id: DncId::from_bits(u128::from(number)),
            phone: phone(number),
            reason: Some("asked".to_owned()),
            source: "user".to_owned(),
            added_by: Actor::system(),
            created_at: NOW,
        };
        space
            .write(move |tx| {
                for number in 1..=5 {
                    assert!(tx.dnc().add(&entry(number))?);
                }
                assert!(!tx.dnc().add(&DncRow {
                    id: DncId::from_bits(9),
                    ..entry(1)
                })?);
                assert!(tx.dnc().contains(&phone(1))?);
                assert_eq!(tx.dnc().find(&phone(2))?, Some(entry(2)));
                let first = tx.dnc().list(None, &PageRequest::first(3))?;
                assert_eq!(first.items, [5, 4, 3].map(entry));
                let next = PageRequest {
                    cursor: first.next_cursor,
                    limit: 3,
                };
                assert_eq!(tx.dnc().list(None, &next)?.items, [2, 1].map(entry));
                assert_eq!(
                    tx.dnc().list(Some("00-04"), &PageRequest::first(9))?.items,
                    [entry(4)]
                );
                assert_eq!(tx.dnc().remove(&DncId::from_bits(1))?, Some(entry(1)));
                assert_eq!(tx.dnc().remove(&DncId::from_bits(1))?, None);
                assert!(!tx.dnc().contains(&phone(1))?);
                assert_eq!(tx.dnc().count()?, 4);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn the_audit_log_is_read_newest_first() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let line = |number: u128| AuditRow {
            id: AuditId::from_bits(number),
            at: Timestamp(NOW.0 + i64::try_from(number / 2).unwrap()),
            actor: Actor::user(&UserId::from_bits(1), "Ada"),
            action: "settings.change".to_owned(),
            subject: None,
            detail: json!({ "number": 7 }),
            ip: Some("127.0.0.1".to_owned()),
        };
        let read = space
            .write(move |tx| {
                (1..=5).try_for_each(|number| tx.audit().add(&line(number)))?;
                let first = tx.audit().list(&PageRequest::first(3))?;
                let next = PageRequest {
                    cursor: first.next_cursor,
                    limit: 3,
                };
                let rest = tx.audit().list(&next)?;
                Ok(first.items.into_iter().chain(rest.items).collect::<Vec<_>>())
            })
            .await
            .unwrap();
        assert_eq!(read, [5, 4, 3, 2, 1].map(line));
    });
}
