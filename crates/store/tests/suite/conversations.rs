//! Voice agents with their versions, and the talks that they have.

use outdial_domain::ids::{CallId, CarrierAccountId, EvalId, UserId, VoiceAgentId};
use outdial_domain::leads::LeadResult;
use outdial_domain::voice_agent::{
    ConversationReport, Deeds, Eval, Evidence, Expectation, Finding, Ground, RehearsalLine, Speaker,
    ToolReply, ToolRequest, Utterance, VoiceAgentSettings,
};
use outdial_store::{
    Actor, ConversationRow, ConversationState, EvalResult, EvalRow, Published, StoreError, VoiceAgentRow,
};

use crate::samples::{NOW, workspace};
use crate::stand::on_every_database;

fn ada() -> Actor {
    Actor::user(&UserId::from_bits(1), "Ada")
}

fn agent() -> VoiceAgentRow {
    VoiceAgentRow {
        id: VoiceAgentId::from_bits(1),
        settings: VoiceAgentSettings {
            name: "Sam".to_owned(),
            system: "First".to_owned(),
            ..VoiceAgentSettings::default()
        },
        version: 1,
        published: None,
        created_by: ada(),
        created_at: NOW,
        changed_at: NOW,
        revision: 1,
    }
}

fn talk() -> ConversationRow {
    ConversationRow {
        call_id: CallId::from_bits(1),
        agent_id: Some(VoiceAgentId::from_bits(1)),
        version: Some(2),
        state: ConversationState::Live,
        deeds: Deeds::default(),
        report: None,
        result: None,
        ground: None,
        evidence: Vec::new(),
        callback_at: None,
        began_at: NOW,
        settled_at: None,
    }
}

#[test]
fn evals_are_an_agents_own_and_keep_what_came_of_them() {
    on_every_database(async |store| {
        let (ours, theirs) = (store.workspace(workspace(1)), store.workspace(workspace(2)));
        let agent = VoiceAgentId::from_bits(1);
        let eval = |number: u128| EvalRow {
            id: EvalId::from_bits(number),
            agent_id: VoiceAgentId::from_bits(1),
            eval: Eval {
                name: format!("Eval {number}"),
                callee: vec!["Yes.".to_owned()],
                expect: Expectation {
                    result: Some(LeadResult::Scheduled),
                    ..Expectation::default()
                },
            },
            last: None,
            created_at: NOW,
        };
        let done = ours.write(move |tx| {
            let (mut first, second) = (eval(1), eval(2));
            tx.evals().insert(&second)?;
            tx.evals().insert(&first)?;
            assert_eq!(
                tx.evals().insert(&first),
                Err(StoreError::Duplicate { what: "eval" })
            );
            assert!(!first.has_passed(3));
            first.last = Some(EvalResult {
                version: 3,
                failures: Vec::new(),
                lines: vec![RehearsalLine::of_callee("Yes.")],
                model: Some("m".to_owned()),
                ran_at: NOW,
            });
            assert!(tx.evals().update(&first)?);
            assert_eq!(tx.evals().of_agent(&agent)?, [first.clone(), second.clone()]);
            let stored = tx.evals().get(&agent, &first.id)?.expect("it is there");
            assert!(stored.has_passed(3) && !stored.has_passed(4));
            assert_eq!(tx.evals().get(&VoiceAgentId::from_bits(2), &first.id)?, None);
            assert!(tx.evals().remove(&agent, &second.id)?);
            assert!(!tx.evals().update(&second)?);
            Ok(())
        });
        done.await.unwrap();
        let agent = VoiceAgentId::from_bits(1);
        let seen = theirs.write(move |tx| {
            tx.evals().remove_all(&agent)?;
            tx.evals().of_agent(&agent)
        });
        assert_eq!(seen.await.unwrap(), []);
        let agent = VoiceAgentId::from_bits(1);
        let left = ours.write(move |tx| {
            let before = tx.evals().of_agent(&agent)?.len();
            tx.evals().remove_all(&agent)?;
            Ok::<_, StoreError>((before, tx.evals().of_agent(&agent)?.len()))
        });
        assert_eq!(left.await.unwrap(), (1, 0));
    });
}

#[test]
fn an_agent_keeps_every_version_of_what_it_is_told() {
    on_every_database(async |store| {
        let rows = store.workspace(workspace(1));
        let done = rows.write(|tx| {
            let mut row = agent();
            tx.voice_agents().insert(&row)?;
            assert_eq!(
                tx.voice_agents().insert(&row),
                Err(StoreError::Duplicate { what: "voice agent" })
            );
            row.settings.system = "Second".to_owned();
            row.changed_at = NOW.plus_seconds(1);
            tx.voice_agents().update(&mut row, &Actor::system())?;
            assert_eq!((row.version, row.revision), (2, 2));
            row.published = Some(Published {
                version: 2,
                at: NOW.plus_seconds(2),
                account_id: CarrierAccountId::from_bits(7),
                host_id: "asst_1".to_owned(),
            });
            tx.voice_agents().update(&mut row, &ada())?;
            assert_eq!(
                (row.version, row.revision),
                (2, 3),
                "what it is told is as before"
            );
            assert_eq!(tx.voice_agents().get(&row.id)?, Some(row.clone()));
            assert_eq!(tx.voice_agents().list(10)?, [row.clone()]);

            let versions = tx.voice_agents().versions(&row.id, 10)?;
            let told: Vec<_> = versions
                .iter()
                .map(|version| (version.version, version.settings.system.as_str()))
                .collect();
            assert_eq!(told, [(2, "Second"), (1, "First")]);
            assert_eq!(versions[0].changed_by, Actor::system());

            let mut stale = VoiceAgentRow {
                revision: 1,
                ..row.clone()
            };
            assert_eq!(
                tx.voice_agents().update(&mut stale, &ada()),
                Err(StoreError::Conflict { what: "voice agent" })
            );
            assert!(tx.voice_agents().remove(&row.id)?);
            assert!(!tx.voice_agents().remove(&row.id)?);
            assert!(
                tx.voice_agents().version(&row.id, 1)?.is_some(),
                "talks still name it"
            );
            Ok(())
        });
        done.await.unwrap();
    });
}

#[test]
fn a_talk_is_read_back_as_it_was_stored() {
    on_every_database(async |store| {
        let rows = store.workspace(workspace(1));
        let done = rows.write(|tx| {
            let mut row = talk();
            assert!(tx.conversations().open(&row)?);
            assert!(!tx.conversations().open(&row)?, "a call has one talk");
            assert_eq!(tx.conversations().get(&row.call_id)?, Some(row.clone()));
            row.state = ConversationState::Settled;
            row.deeds.booked = true;
            row.report = Some(ConversationReport {
                finding: Finding::Talked,
                reason: "customer-ended-call".to_owned(),
                started_at: Some(NOW),
                ended_at: None,
                transcript: Vec::new(),
                recording_url: None,
                stereo_recording_url: None,
                summary: Some("They agreed.".to_owned()),
                extracted: Some(serde_json::json!({"outcome": "scheduled"})),
                cost: None,
                cost_shares: Vec::new(),
                turns: Vec::new(),
            });
            row.result = Some(LeadResult::Scheduled);
            row.ground = Some(Ground::Deed);
            row.evidence = vec![Evidence {
                quote: "Monday is good".to_owned(),
                at_ms: Some(12),
            }];
            row.callback_at = Some(NOW.plus_seconds(9));
            row.settled_at = Some(NOW.plus_seconds(5));
            tx.conversations().update(&row)?;
            assert_eq!(tx.conversations().get(&row.call_id)?, Some(row));
            let mut nobody = talk();
            nobody.call_id = CallId::from_bits(9);
            assert_eq!(
                tx.conversations().update(&nobody),
                Err(StoreError::Conflict { what: "conversation" })
            );
            Ok(())
        });
        done.await.unwrap();
        let theirs = store.workspace(workspace(2));
        let seen = theirs
            .read(|tx| tx.conversations().get(&CallId::from_bits(1)))
            .await;
        assert_eq!(seen, Ok(None), "another workspace has no such call");
    });
}

#[test]
fn a_request_is_written_down_once_and_answered_once() {
    on_every_database(async |store| {
        let rows = store.workspace(workspace(1));
        let done = rows.write(|tx| {
            let call = CallId::from_bits(1);
            let request = |id: &str| ToolRequest {
                id: id.to_owned(),
                name: "book_appointment".to_owned(),
                arguments: "{}".to_owned(),
            };
            let reply = |id: &str, result: Result<&str, &str>| ToolReply {
                id: id.to_owned(),
                name: "book_appointment".to_owned(),
                result: result.map(str::to_owned).map_err(str::to_owned),
            };
            assert!(tx.conversations().ask(&call, &request("b"), NOW)?);
            assert!(tx.conversations().ask(&call, &request("a"), NOW.plus_ms(1))?);
            assert!(!tx.conversations().ask(&call, &request("b"), NOW.plus_ms(2))?);
            let open = tx.conversations().tool(&call, "b")?.unwrap();
            assert_eq!((open.answer, open.answered_at), (None, None));
            tx.conversations()
                .answer(&call, &reply("b", Ok("booked")), NOW.plus_ms(3))?;
            tx.conversations()
                .answer(&call, &reply("b", Err("too late")), NOW.plus_ms(4))?;
            tx.conversations()
                .answer(&call, &reply("a", Err("no such slot")), NOW.plus_ms(5))?;
            let tools = tx.conversations().tools(&call)?;
            let answers: Vec<_> = tools
                .iter()
                .map(|tool| (tool.request.id.as_str(), tool.answer.clone(), tool.answered_at))
                .collect();
            assert_eq!(
                answers,
                [
                    ("b", Some(Ok("booked".to_owned())), Some(NOW.plus_ms(3))),
                    ("a", Some(Err("no such slot".to_owned())), Some(NOW.plus_ms(5)))
                ]
            );
            assert_eq!(tx.conversations().asked(&call)?, 2);
            Ok(())
        });
        done.await.unwrap();
    });
}

#[test]
fn what_is_said_keeps_its_order_and_has_an_end() {
    on_every_database(async |store| {
        let rows = store.workspace(workspace(1));
        let done = rows.write(|tx| {
            let call = CallId::from_bits(1);
            for text in ["one", "two", "three"] {
                let said = Utterance {
                    speaker: Speaker::Callee,
                    text: text.to_owned(),
                    from_ms: None,
                    length_ms: None,
                };
                tx.conversations().say(&call, &said, 2)?;
            }
            let said = tx.conversations().said(&call)?;
            let texts: Vec<_> = said.iter().map(|said| said.text.as_str()).collect();
            assert_eq!(texts, ["one", "two"]);
            Ok(())
        });
        done.await.unwrap();
    });
}
