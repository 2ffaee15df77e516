//! Imports of leads over HTTP: any file, looked at first, then let in, and taken back.

use axum::body::Body;
use axum::http::Method;
use outdial_domain::ids::{CallId, ImportId, LeadId, ListId};
use outdial_domain::leads::{LeadEvent, step};
use outdial_server::http::auth::Role;
use outdial_server::importing::{check_files, write_leads};
use outdial_store::{ImportRow, ImportState, ListRow, ListState};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::app::TestApp;
use crate::client::{Answer, Client};

/// A server that works on imports.
struct Desk {
    test: TestApp,
    manager: Client,
}

impl Desk {
    async fn new() -> Self {
        let desk = Self::asleep().await;
        desk.work();
        desk
    }

    /// One that does not work on them yet.
    async fn asleep() -> Self {
        let test = TestApp::new().await;
        let manager = test.signed_in(Role::Manager).await;
        Self { test, manager }
    }

    fn work(&self) {
        let tasks = TaskTracker::new();
        tasks.spawn(check_files(self.test.app.clone()));
        tasks.spawn(write_leads(self.test.app.clone()));
    }

    async fn upload(&self, file: impl Into<Vec<u8>>) -> String {
        let answer = upload(&self.manager, "/api/v1/imports?file_name=people.csv", file).await;
        answer.expect_status(201).json()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn import(&self, id: &str) -> Value {
        let answer = self.manager.get(&format!("/api/v1/imports/{id}")).await;
        answer.expect_status(200).json()
    }

    /// The import as it is stored: waiting for it must not be a flood of requests.
    async fn stored(&self, id: &str) -> ImportRow {
        let id: ImportId = id.parse().unwrap();
        let rows = self.test.app.workspace(&self.test.workspace);
        rows.read(move |tx| tx.imports().get(&id)).await.unwrap().unwrap()
    }

    /// Waits until an import stands there.
    async fn until(&self, id: &str, state: &str) -> Value {
        loop {
            let row = self.stored(id).await;
            if row.state.as_str() == state {
                return self.import(id).await;
            }
            assert_ne!(row.state, ImportState::Failed, "{:?}", row.problem);
            tokio::task::yield_now().await;
        }
    }

    async fn change(&self, id: &str, change: &Value) -> Value {
        let answer = self.manager.patch(&format!("/api/v1/imports/{id}"), change).await;
        answer.expect_status(200);
        self.until(id, "checked").await
    }

    async fn start(&self, id: &str) -> Value {
        let answer = self
            .manager
            .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
            .await;
        answer.expect_status(202);
        self.until(id, "done").await
    }

    /// Imports a file as it is guessed.
    async fn bring(&self, file: &str) -> Value {
        let id = self.upload(file).await;
        self.until(&id, "checked").await;
        self.start(&id).await
    }

    async fn leads(&self, query: &str) -> Vec<Value> {
        let answer = self.manager.get(&format!("/api/v1/leads?{query}")).await;
        answer.expect_status(200).json()["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    async fn names(&self, query: &str) -> Vec<String> {
        let leads = self.leads(query).await;
        let name = |lead: &Value| lead["contact_name"].as_str().unwrap_or("-").to_owned();
        leads.iter().map(name).collect()
    }

    /// As a call does when it is taken for dialling.
    async fn called(&self, lead: &Value) {
        let id: LeadId = lead["id"].as_str().unwrap().parse().unwrap();
        let now = self.test.app.now();
        let rows = self.test.app.workspace(&self.test.workspace);
        rows.write(move |tx| {
            let mut row = tx.leads().get(&id)?.unwrap();
            let claimed = LeadEvent::Claimed {
                call: CallId::from_bits(7),
                at: now,
            };
            row.standing = step(row.standing, claimed).0;
            tx.leads().update(&mut row)
        })
        .await
        .unwrap();
    }
}

async fn upload(client: &Client, path: &str, file: impl Into<Vec<u8>>) -> Answer {
    client
        .with_header("content-type", "text/csv")
        .send(Method::POST, path, Body::from(file.into()))
        .await
}

const FILE: &str = "First name,Last name,Company,Phone,Mobile,Office phone,Home phone,Phone 5,Tags,Notes,Do not call,Size\n\
    Ada,Lovelace,Engines Ltd,(212) 200-0001,2122000011,2122000012,2122000013,2122000014,\"vip, math\",\"Likes\nengines\",,large\n\
    Bob,Smith,Acme,+1 212 200 0002,,,,,,,,small\n\
    Carl,Jones,Acme,,,,,,,,,\n\
    Dan,Brown,Acme,2122000004,,,,,,,x,\n\
    Eve,White,Acme,2122000002,,,,,,,,\n";

fn counts(import: &Value) -> [u64; 6] {
    ["rows", "new", "updated", "duplicate", "do_not_call", "invalid"]
        .map(|kind| import["counts"][kind].as_u64().unwrap())
}

#[tokio::test]
async fn a_change_is_answered_with_the_columns_that_were_chosen() {
    let desk = Desk::new().await;
    let id = desk
        .upload("First name,Phone,Size\nAda,(212) 200-0001,large\n")
        .await;
    let guessed = desk.until(&id, "checked").await;
    let path = format!("/api/v1/imports/{id}");
    let column = |import: &Value, place: usize, part: &str| import["columns"][place][part].clone();
    let mapping = json!(["ignore", "phone", "custom:Size"]);
    let change = json!({"mapping": mapping, "has_header": false});
    let changed = desk.manager.patch(&path, &change).await.expect_status(200).json();
    assert_eq!(column(&changed, 2, "mapped_to"), "custom:Size");
    assert_eq!(changed["missing"], json!(["name", "company"]));
    assert_eq!(changed["has_header"], false);
    assert_eq!(column(&changed, 0, "header"), "");
    assert_eq!(column(&changed, 0, "sample"), json!(["First name", "Ada"]));
    let again = json!({"has_header": true});
    let changed = desk.manager.patch(&path, &again).await.expect_status(200).json();
    assert_eq!(column(&changed, 0, "header"), "First name");
    assert_eq!(column(&changed, 0, "mapped_to"), column(&guessed, 0, "mapped_to"));
}

#[tokio::test]
async fn a_file_is_looked_at_and_nothing_happens_until_it_is_started() {
    let desk = Desk::new().await;
    let id = desk.upload(FILE).await;
    let checked = desk.until(&id, "checked").await;
    let mapped: Vec<_> = checked["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["mapped_to"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        mapped.join("|"),
        "given_name|family_name|company|phone|phone_2|ignore|phone_3|phone_4|tags|notes|do_not_call|ignore"
    );
    assert_eq!(counts(&checked), [5, 2, 0, 1, 1, 1]);
    assert_eq!(checked["rows"][0]["result"], "new");
    assert_eq!(checked["rows"][0]["phone"], "+12122000001");
    assert_eq!(checked["errors"][0]["code"], "number_missing");
    assert_eq!(checked["missing"], json!([]));
    assert!(desk.leads("").await.is_empty());

    let mut mapping = mapped;
    mapping[5] = "phone_5".to_owned();
    mapping[11] = "custom:Size".to_owned();
    let change = json!({"mapping": mapping, "tags": ["spring"], "name": "Spring"});
    desk.change(&id, &change).await;
    let done = desk.start(&id).await;
    assert_eq!(counts(&done), [5, 2, 0, 1, 1, 1]);
    let leads = desk.leads("sort=contact_name").await;
    assert_eq!(leads.len(), 2);
    assert_eq!(leads[0]["contact_name"], "Ada Lovelace");
    assert_eq!(leads[0]["numbers"].as_array().unwrap().len(), 5);
    assert_eq!(leads[0]["custom"], json!({"Size": "large"}));
    assert_eq!(leads[0]["tags"], json!(["vip", "math", "spring"]));
    assert_eq!(leads[0]["notes"], "Likes\nengines");
    let list = desk
        .manager
        .get(&format!("/api/v1/lists/{}", done["list_id"].as_str().unwrap()))
        .await;
    assert_eq!(list.expect_status(200).json()["name"], "Spring");

    let errors = desk
        .manager
        .get(&format!("/api/v1/imports/{id}/errors.csv"))
        .await
        .expect_status(200);
    assert!(errors.text.contains("marked_do_not_call"), "{}", errors.text);
    assert_eq!(errors.text.lines().count(), 4);
}

#[tokio::test]
async fn the_table_is_filtered_by_all_that_is_known() {
    let desk = Desk::new().await;
    let id = desk.upload(FILE).await;
    desk.until(&id, "checked").await;
    let mapping = json!([
        "given_name",
        "family_name",
        "company",
        "phone",
        "phone_2",
        "phone_3",
        "phone_4",
        "phone_5",
        "tags",
        "notes",
        "do_not_call",
        "custom:Size"
    ]);
    desk.change(&id, &json!({"mapping": mapping})).await;
    desk.start(&id).await;
    for (query, expected) in [
        ("tag=vip", vec!["Ada Lovelace"]),
        ("tag=none", vec![]),
        ("region=us&sort=contact_name", vec!["Ada Lovelace", "Bob Smith"]),
        ("custom.Size=SMALL", vec!["Bob Smith"]),
        ("custom.Size=large&tag=math", vec!["Ada Lovelace"]),
        ("q=212%20200%200014", vec!["Ada Lovelace"]),
        ("q=lovel", vec!["Ada Lovelace"]),
        (
            "never_called=true&sort=-contact_name",
            vec!["Bob Smith", "Ada Lovelace"],
        ),
        (
            "attempts_max=0&sort=company_name",
            vec!["Bob Smith", "Ada Lovelace"],
        ),
    ] {
        assert_eq!(desk.names(query).await, expected, "{query}");
    }
    let lead = desk.leads("tag=vip").await.remove(0);
    desk.called(&lead).await;
    for (query, expected) in [
        ("never_called=true", vec!["Bob Smith"]),
        ("attempts_max=0", vec!["Bob Smith"]),
        ("called_after=2026-01-01T00:00:00Z", vec!["Ada Lovelace"]),
        ("called_before=2026-01-01T00:00:00Z", vec![]),
        ("called_before=2027-01-01T00:00:00Z", vec!["Ada Lovelace"]),
    ] {
        assert_eq!(desk.names(query).await, expected, "{query}");
    }
    let answer = desk.manager.get("/api/v1/leads?called_after=yesterday").await;
    assert_eq!(answer.expect_status(422).problem(), "request.invalid");
}

#[tokio::test]
async fn a_known_number_is_updated_moved_or_left_alone() {
    let desk = Desk::new().await;
    let first = desk
        .bring("name,company,phone,title\nAda,Engines,2122000001,Countess\nBob,Acme,2122000002,\n")
        .await;
    let again = "name,company,phone,title,mobile\nAda Lovelace,Engines,2122000001,,2122000009\nBob,Acme,2122000002,,\n\
                 Carl,Acme,2122000003,,\n";
    let id = desk.upload(again).await;
    let checked = desk.until(&id, "checked").await;
    assert_eq!(counts(&checked), [3, 1, 1, 1, 0, 0]);
    assert_eq!(checked["rows"][1]["code"], "nothing_new");
    let skipped = desk.change(&id, &json!({"known": "skip"})).await;
    assert_eq!(counts(&skipped), [3, 1, 0, 2, 0, 0]);
    let moved = desk.change(&id, &json!({"known": "move"})).await;
    assert_eq!(counts(&moved), [3, 1, 2, 0, 0, 0]);
    let done = desk.start(&id).await;
    assert_eq!(counts(&done), [3, 1, 2, 0, 0, 0]);
    let list = done["list_id"].as_str().unwrap();
    let leads = desk.leads(&format!("list_id={list}&sort=contact_name")).await;
    assert_eq!(leads.len(), 3);
    assert_eq!(leads[0]["contact_name"], "Ada Lovelace");
    assert_eq!(leads[0]["title"], "Countess");
    assert_eq!(leads[0]["numbers"][1]["phone"], "+12122000009");
    let before = first["list_id"].as_str().unwrap();
    assert!(desk.leads(&format!("list_id={before}")).await.is_empty());
    assert_eq!(desk.names("q=2122000009").await, ["Ada Lovelace"]);

    // Undone: Ada is who and where she was, and Carl is gone.
    desk.manager
        .post(&format!("/api/v1/imports/{id}/undo"), &json!({}))
        .await
        .expect_status(202);
    let undone = desk.until(&id, "undone").await;
    assert_eq!(undone["undone"], json!({"removed": 1, "restored": 2, "kept": 0}));
    assert_eq!(
        desk.names(&format!("list_id={before}&sort=line")).await,
        ["Ada", "Bob"]
    );
    assert!(desk.names("q=2122000009").await.is_empty());
    assert!(desk.names("q=carl").await.is_empty());
    let gone = desk.manager.get(&format!("/api/v1/lists/{list}")).await;
    assert_eq!(gone.expect_status(404).problem(), "list.not_found");
}

#[tokio::test]
async fn what_was_called_meanwhile_stays_when_an_import_is_undone() {
    let desk = Desk::new().await;
    let done = desk
        .bring("name,company,phone\nAda,Engines,2122000001\nBob,Acme,2122000002\n")
        .await;
    let lead = desk.leads("q=ada").await.remove(0);
    desk.called(&lead).await;
    let id = done["id"].as_str().unwrap();
    desk.manager
        .post(&format!("/api/v1/imports/{id}/undo"), &json!({}))
        .await
        .expect_status(202);
    let undone = desk.until(id, "undone").await;
    assert_eq!(undone["undone"], json!({"removed": 1, "restored": 0, "kept": 1}));
    assert_eq!(desk.names("").await, ["Ada"]);
    let twice = desk
        .manager
        .post(&format!("/api/v1/imports/{id}/undo"), &json!({}))
        .await;
    assert_eq!(twice.expect_status(409).problem(), "import.not_ready");
}

#[tokio::test]
async fn who_is_on_the_do_not_call_list_becomes_no_lead() {
    let desk = Desk::new().await;
    let entry = json!({"text": "+12122000011"});
    let added = desk.manager.post("/api/v1/dnc", &entry).await;
    assert!(added.status.is_success(), "{}", added.text);
    let id = desk
        .upload("name,phone,mobile\nAda,2122000001,2122000011\nBob,2122000002,\n")
        .await;
    let checked = desk.until(&id, "checked").await;
    assert_eq!(counts(&checked), [2, 1, 0, 0, 1, 0]);
    assert_eq!(checked["errors"][0]["code"], "on_do_not_call_list");
    assert_eq!(counts(&desk.start(&id).await), [2, 1, 0, 0, 1, 0]);
    assert_eq!(desk.names("").await, ["Bob"]);
}

#[tokio::test]
async fn a_mapping_is_remembered_for_files_with_the_same_headings() {
    let desk = Desk::new().await;
    let id = desk.upload("who,where,dial\nAda,Engines,2122000001\n").await;
    let checked = desk.until(&id, "checked").await;
    assert_eq!(checked["remembered"], false);
    let mapping = json!(["name", "custom:Place", "phone"]);
    desk.change(&id, &json!({"mapping": mapping, "has_header": true}))
        .await;
    desk.start(&id).await;
    let next = desk.upload("Who,WHERE,dial\nBob,Acme,2122000002\n").await;
    let checked = desk.until(&next, "checked").await;
    assert_eq!(checked["remembered"], true, "{checked}");
    assert_eq!(checked["columns"][1]["mapped_to"], "custom:Place");
}

#[tokio::test]
async fn an_import_is_cancelled_before_and_while_it_runs_and_leaves_nothing() {
    let desk = Desk::asleep().await;
    let waiting = desk.upload("name,phone\nAda,2122000001\n").await;
    let cancelled = desk
        .manager
        .post(&format!("/api/v1/imports/{waiting}/cancel"), &json!({}))
        .await;
    assert_eq!(cancelled.expect_status(200).json()["state"], "cancelled");

    let mut file = "name,phone\n".to_owned();
    for number in 0..30_000 {
        file.push_str(&format!("Person {number},+1212{}\n", 2_000_000 + number));
    }
    let tasks = TaskTracker::new();
    tasks.spawn(check_files(desk.test.app.clone()));
    let id = desk.upload(file).await;
    desk.until(&id, "checked").await;
    desk.manager
        .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
        .await
        .expect_status(202);
    tasks.spawn(write_leads(desk.test.app.clone()));
    let import: ImportId = id.parse().unwrap();
    while desk
        .test
        .app
        .imports
        .progress(&import)
        .is_none_or(|progress| progress.done == 0)
    {
        assert_eq!(desk.stored(&id).await.state, ImportState::Running);
    }
    desk.manager
        .post(&format!("/api/v1/imports/{id}/cancel"), &json!({}))
        .await
        .expect_status(200);
    let ended = desk.until(&id, "cancelled").await;
    assert_eq!(ended["list_id"], Value::Null);
    let lists = desk.manager.get("/api/v1/lists").await.json();
    assert_eq!(lists["items"], json!([]));
    let again = desk.bring("name,phone\nAda,2122000001\n").await;
    assert_eq!(counts(&again), [1, 1, 0, 0, 0, 0]);
}

#[tokio::test]
async fn an_import_that_a_process_left_behind_is_begun_again() {
    let desk = Desk::asleep().await;
    let tasks = TaskTracker::new();
    tasks.spawn(check_files(desk.test.app.clone()));
    let id = desk.upload("name,phone\nAda,2122000001\nBob,2122000002\n").await;
    desk.until(&id, "checked").await;
    desk.manager
        .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
        .await
        .expect_status(202);
    // As a process leaves it that ends after the first of its leads is written.
    let import: ImportId = id.parse().unwrap();
    let list = ListId::from_bits(77);
    let (left, now) = (list.clone(), desk.test.app.now());
    let rows = desk.test.app.workspace(&desk.test.workspace);
    rows.write(move |tx| {
        let mut row = tx.imports().get(&import)?.unwrap();
        tx.lists().begin(&ListRow {
            id: left.clone(),
            name: "people".to_owned(),
            source: "import".to_owned(),
            state: ListState::Importing,
            created_by: row.created_by.clone(),
            created_at: now,
        })?;
        row.attempts = 1;
        row.own_list = true;
        row.list_id = Some(left);
        tx.imports().update(&mut row)
    })
    .await
    .unwrap();
    tasks.spawn(write_leads(desk.test.app.clone()));
    let done = desk.until(&id, "done").await;
    assert_eq!(counts(&done), [2, 2, 0, 0, 0, 0]);
    assert_ne!(done["list_id"], list.to_string());
    let lists = desk.manager.get("/api/v1/lists").await.json();
    assert_eq!(lists["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.names("sort=line").await, ["Ada", "Bob"]);
}

#[tokio::test]
async fn two_imports_at_once_bring_a_number_once() {
    let desk = Desk::new().await;
    let one = desk.upload("name,phone\nAda,2122000001\nBob,2122000002\n").await;
    let other = desk.upload("name,phone\nAda,2122000001\nCarl,2122000003\n").await;
    desk.until(&one, "checked").await;
    desk.until(&other, "checked").await;
    for id in [&one, &other] {
        desk.manager
            .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
            .await
            .expect_status(202);
    }
    desk.until(&one, "done").await;
    let second = desk.until(&other, "done").await;
    assert_eq!(counts(&second), [2, 1, 0, 1, 0, 0]);
    assert_eq!(desk.names("sort=contact_name").await, ["Ada", "Bob", "Carl"]);
}

#[tokio::test]
async fn what_is_no_list_is_refused_with_what_is_wrong() {
    let desk = Desk::new().await;
    let empty = upload(&desk.manager, "/api/v1/imports", "").await;
    assert_eq!(empty.expect_status(422).problem(), "import.empty");
    let id = desk.upload("colour,shape\nred,round\n").await;
    let checked = desk.until(&id, "checked").await;
    assert_eq!(checked["missing"], json!(["name", "company", "phone"]));
    let start = desk
        .manager
        .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
        .await;
    assert_eq!(start.expect_status(422).problem(), "import.column_missing");
    for change in [
        json!({"mapping": ["phone", "phone"]}),
        json!({"mapping": ["telephone"]}),
        json!({"known": "forget"}),
        json!({"list_id": "list_1"}),
        json!({"tags": ["a,b"]}),
    ] {
        let answer = desk
            .manager
            .patch(&format!("/api/v1/imports/{id}"), &change)
            .await;
        assert_eq!(answer.expect_status(422).problem(), "request.invalid", "{change}");
    }
    let id = desk.upload("name,phone\nAda,12\n").await;
    desk.until(&id, "checked").await;
    let start = desk
        .manager
        .post(&format!("/api/v1/imports/{id}/start"), &json!({}))
        .await;
    assert_eq!(start.expect_status(422).problem(), "import.nothing");
    let missing = desk
        .manager
        .get("/api/v1/imports/imp_00000000000000000000000000")
        .await;
    assert_eq!(missing.expect_status(404).problem(), "import.not_found");
}

#[tokio::test]
async fn agents_import_nothing_and_change_nothing_at_once() {
    let desk = Desk::new().await;
    let agent = desk.test.signed_in(Role::Agent).await;
    let denied = upload(&agent, "/api/v1/imports", "name,phone\nAda,2122000001\n").await;
    assert_eq!(denied.expect_status(403).problem(), "auth.forbidden");
    for path in ["/api/v1/imports", "/api/v1/leads/export.csv"] {
        assert_eq!(
            agent.get(path).await.expect_status(403).problem(),
            "auth.forbidden",
            "{path}"
        );
    }
    let batch = json!({"select": {"ids": []}, "action": {"add_tag": "x"}});
    assert_eq!(
        agent.post("/api/v1/leads/batches", &batch).await.status.as_u16(),
        403
    );
    let shared = json!({"page": "leads", "name": "Mine", "query": "", "columns": [], "shared": true});
    assert_eq!(agent.post("/api/v1/views", &shared).await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_file_says_who_has_agreed_and_brings_back_nothing_that_was_taken_back() {
    let desk = Desk::new().await;
    let file =
        "Name,Phone,Consents\nAda,4155552671,yes\nBob,4155552672,\"human_call, email\"\nCarl,4155552673,no\n";
    let id = desk.upload(file).await;
    let checked = desk.until(&id, "checked").await;
    assert_eq!(checked["columns"][2]["mapped_to"], "consent");
    assert_eq!(checked["consents"], Value::Null);
    assert_eq!(checked["counts"]["new"], 3);
    let wrong = json!({"consents": {"scopes": ["recording"], "source": " "}});
    let refused = desk.manager.patch(&format!("/api/v1/imports/{id}"), &wrong).await;
    refused.expect_status(422);
    let all = json!({"consents": {"scopes": ["recording"], "source": "The fair in Berlin"}});
    let changed = desk.change(&id, &all).await;
    assert_eq!(changed["consents"], all["consents"]);
    assert_eq!(changed["counts"]["new"], 3);
    desk.start(&id).await;
    assert_eq!(desk.names("consent=ai_voice").await, ["Ada"]);
    assert_eq!(desk.names("consent=email").await, ["Bob"]);
    assert_eq!(desk.names("consent=recording").await, ["Ada", "Bob", "Carl"]);
    let ada = desk.leads("consent=ai_voice").await.remove(0);
    let path = format!("/api/v1/leads/{}", ada["id"].as_str().unwrap());
    let detail = desk.manager.get(&path).await.expect_status(200).json();
    let mut sources: Vec<_> = detail["consent_log"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| (word["scope"].to_string(), word["source"].to_string()))
        .collect();
    sources.sort();
    assert_eq!(
        sources,
        [
            (
                "\"ai_voice\"".to_owned(),
                "\"Said in the file people.csv.\"".to_owned()
            ),
            ("\"recording\"".to_owned(), "\"The fair in Berlin\"".to_owned()),
        ]
    );
    // She does not want it any more: the same file says nothing new of her.
    let word = json!({"scope": "ai_voice", "granted": false, "source": "A call"});
    let taken_back = desk.manager.post(&format!("{path}/consents"), &word).await;
    taken_back.expect_status(200);
    let again = desk
        .upload("Name,Phone,Consents\nAda,4155552671,yes\nCarl,4155552673,yes\n")
        .await;
    let checked = desk.until(&again, "checked").await;
    assert_eq!(
        (&checked["counts"]["updated"], &checked["counts"]["duplicate"]),
        (&json!(1), &json!(1))
    );
    desk.start(&again).await;
    assert_eq!(desk.names("consent=ai_voice").await, ["Carl"]);
    let undo = format!("/api/v1/imports/{again}/undo");
    desk.manager.post(&undo, &json!({})).await.expect_status(202);
    desk.until(&again, "undone").await;
    assert_eq!(desk.names("consent=ai_voice").await, Vec::<String>::new());
}
