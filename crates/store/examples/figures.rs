use outdial_domain::call::*;
use outdial_domain::ids::*;
use outdial_domain::{PhoneNumber, Timestamp};
use outdial_store::*;
use std::sync::Arc;
use std::time::Instant;

fn call(n: u32, run: Option<RunId>) -> CallRow {
    let at = Timestamp(1_793_800_000_000_000 + i64::from(n) * 1_000_000);
    CallRow {
        id: CallId::from_bits((1_793_800_000_000u128 << 80) | (u128::from(n) << 40)),
        run_id: run,
        name: Some(format!("Person {} Smith{}", n, n % 977)),
        phone: PhoneNumber::from_stored(&format!(
            "+1{:010}",
            2_000_000_000u64 + u64::from(n.wrapping_mul(2654435761)) % 7_999_999_999
        ))
        .unwrap(),
        region: Some("US".into()),
        message: "Hello, this is an automated call from Outdial. Thank you.".into(),
        voice: Some("alice".into()),
        language: Some("en-US".into()),
        policy: Policy::default(),
        account_id: Some(CarrierAccountId::from_bits(1)),
        caller_id: Some("+14155550100".into()),
        call: Call::planned(at),
        deadline_at: None,
        created_at: at,
        updated_at: at,
        ended_at: None,
        created_by: Actor::system(),
        window_override: None,
        warning: None,
        archived: false,
        revision: 0,
    }
}
fn p(mut v: Vec<f64>) -> String {
    v.sort_by(f64::total_cmp);
    format!(
        "p50 {:.2} p99 {:.2} max {:.2} ms (n={})",
        v[v.len() / 2],
        v[(v.len() * 99) / 100],
        v[v.len() - 1],
        v.len()
    )
}

#[allow(clippy::all)]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        let target = Target::from_url(&args[1]).unwrap();
        let store = Store::open(&StoreConfig::new(target)).unwrap();
        let ws = WorkspaceId::from_bits(1);
        let space = store.workspace(ws.clone());
        let n: u32 = args[3].parse().unwrap();
        if args[2] == "events" {
            let t = Instant::now();
            for c in 0..(n/1000) { space.write(move |tx| { let v: Vec<_> = (c*1000..(c+1)*1000).map(|i| call(i, None)).collect(); tx.calls().insert_many(&v)}).await.unwrap(); }
            println!("insert {:.0}/s", f64::from(n)/t.elapsed().as_secs_f64());
            let tasks: u32 = args[4].parse().unwrap();
            let tracker = tokio_util::task::TaskTracker::new();
            let t = Instant::now();
            let counter = Arc::new(std::sync::atomic::AtomicU64::new(0));
            let hs: Vec<_> = (0..tasks).map(|k| { let space = space.clone(); let counter = counter.clone(); tracker.spawn(async move {
                let mut lat = Vec::new();
                for i in (k..n).step_by(tasks as usize) {
                    for stage in 0..5u32 {
                        let t = Instant::now();
                        space.write(move |tx| {
                            let id = call(i, None).id;
                            let mut row = tx.calls().get(&id)?.unwrap();
                            let now = Timestamp(row.created_at.0 + 1_000_000 * i64::from(stage));
                            let ev = if stage == 0 { Event::Claimed } else if stage==1 { Event::Placed{carrier_call_id: format!("CA{:032}", i)} } else { Event::Progress(Progress{status: match stage {2=>LegStatus::Ringing,3=>LegStatus::Answered,_=>LegStatus::Completed}, at: now, sequence: Some(stage), talk_ms: None}) };
                            let policy = row.policy.clone();
                            let s = step(row.call.clone(), ev.clone(), &Ctx{now, policy:&policy, reconcile_grace_ms: 1000});
                            row.call = s.call; row.updated_at = now; row.deadline_at = Some(now);
                            if matches!(row.call.state, State::Ended(_)) { row.deadline_at=None }
                            let e = EventRow{ id: EventId::from_bits((u128::from(i)<<8)|u128::from(stage)|(1_793_800_000_000u128 << 80)), call_id: id, at: now, source: EventSource::Carrier, dedupe_key: Some(format!("seq{stage}")), event: serde_json::to_value(&ev).unwrap(), effect: "applied".into(), why: None, raw: Some(serde_json::json!({"CallSid":"CA00000000000000000000000000000000","AccountSid":"AC00000000000000000000000000000000","CallStatus":"ringing","SequenceNumber":"1","From":"+14155550100","To":"+14155550100","Direction":"outbound-api","Timestamp":"Tue, 03 Nov 2026 10:00:00 +0000"})) };
                            assert!(tx.events().append(&e)?);
                            tx.calls().update(&mut row)
                        }).await.unwrap();
                        lat.push(t.elapsed().as_secs_f64()*1e3);
                        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                }
                lat
            })}).collect();
            let mut lat = Vec::new();
            for h in hs { lat.extend(h.await.unwrap()); }
            println!("events {:.0}/s  {}", f64::from(n)*5.0/t.elapsed().as_secs_f64(), p(lat));
            store.close().await;
            return;
        }
        if args[2] == "fill" {
            let t = Instant::now();
            let runs: Vec<RunId> = (0..100).map(|i| RunId::from_bits(i+1)).collect();
            let rr = runs.clone();
            space.write(move |tx| { for r in &rr { tx.runs().insert(&RunRow{id:r.clone(), name:"r".into(), source:"paste".into(), state:RunState::Running, message:"m".into(), line_count: 1, created_by: Actor::system(), created_at: Timestamp(1), finished_at: None})?;} Ok(())}).await.unwrap();
            for c in 0..(n/1000) {
                let runs = runs.clone();
                space.write(move |tx| {
                    let v: Vec<_> = (c*1000..(c+1)*1000).map(|i| {
                        let mut r = call(i, (i % 2 == 0).then(|| runs[(c as usize * 100 / (n as usize/1000)).min(99)].clone()));
                        let at = r.created_at;
                        if i < n - 10_000 || i % 2 == 0 {
                            r.call.facts.claimed_at = Some(at);
                            r.call.facts.carrier_call_id = Some(format!("CA{i:032}"));
                            match i % 10 { 0..=4 => { r.call.facts.ringing_at = Some(at.plus_ms(500)); r.call.facts.answered_at = Some(at.plus_ms(3000)); r.call.facts.merge_progress(&Progress{status: LegStatus::Completed, at: at.plus_ms(20000), sequence: Some(3), talk_ms: Some(i64::from(i%60)*1000)}); r.call.state = State::Ended(Outcome::Completed); r.call.facts.cost = Some(Cost{micros:14000,currency:"USD".into()}); },
                                5..=7 => r.call.state = State::Ended(Outcome::NoAnswer), 8 => r.call.state = State::Ended(if i % 1000 == 8 { Outcome::Failed } else { Outcome::Busy }), _ => r.call.state = State::Ended(if i % 100_000 == 9 {Outcome::Unknown} else {Outcome::Busy}) }
                        }
                        r }).collect();
                    tx.calls().insert_many(&v)
                }).await.unwrap();
            }
            println!("fill {:.0}/s", f64::from(n)/t.elapsed().as_secs_f64());
        }
        for q in 0..2 { let _ = q;
        for word in ["-created_at","created_at","phone","-phone","-state","state","-duration","-answered_at"] {
            for (name, f) in [
                ("all", CallFilter::default()),
                ("planned", CallFilter{state: StateFilter::from_word("planned"), ..Default::default()}),
                ("ended", CallFilter{state: StateFilter::from_word("ended"), ..Default::default()}),
                ("live", CallFilter{state: Some(StateFilter::LIVE), ..Default::default()}),
                ("ringing", CallFilter{state: StateFilter::from_word("ringing"), ..Default::default()}),
                ("completed", CallFilter{outcome: Some(Outcome::Completed), ..Default::default()}),
                ("failed", CallFilter{outcome: Some(Outcome::Failed), ..Default::default()}),
                ("unknown", CallFilter{outcome: Some(Outcome::Unknown), ..Default::default()}),
                ("blocked", CallFilter{outcome: Some(Outcome::Blocked), ..Default::default()}),
                ("run", CallFilter{run_id: Some(RunId::from_bits(50)), ..Default::default()}),
                ("run+failed", CallFilter{run_id: Some(RunId::from_bits(50)), outcome: Some(Outcome::Failed), ..Default::default()}),
                ("hour", CallFilter{from: Some(Timestamp(1_793_800_000_000_000+500_000_000_000)), to: Some(Timestamp(1_793_800_000_000_000+503_600_000_000)), ..Default::default()}),
                ("from half", CallFilter{from: Some(Timestamp(1_793_800_000_000_000+500_000_000_000)), ..Default::default()}),
                ("q last4", CallFilter{q: Some("2671".into()), ..Default::default()}),
                ("q +1415", CallFilter{q: Some("+1415".into()), ..Default::default()}),
                ("q smith9", CallFilter{q: Some("smith97".into()), ..Default::default()}),
                ("q person 5", CallFilter{q: Some("person 5".into()), ..Default::default()}),
            ] {
                let sort = Sort::from_word(word).unwrap();
                let mut lat = Vec::new();
                let mut page = PageRequest::first(50);
                for _ in 0..10 {
                    let (f2, p2) = (f.clone(), page.clone());
                    let t = Instant::now();
                    let a = space.read(move |tx| tx.calls().list(&f2, sort, &p2)).await.unwrap();
                    lat.push(t.elapsed().as_secs_f64()*1e3);
                    match a.next_cursor { Some(c) => page.cursor = Some(c), None => break }
                }
                let line = p(lat.clone());
                if lat.iter().any(|l| *l > 15.0) || word == "-created_at" { println!("{word:12} {name:10} {line}"); }
            }
        }}
        for (name, f) in [("all", CallFilter::default()), ("ended", CallFilter{state: StateFilter::from_word("ended"), ..Default::default()}), ("from half", CallFilter{from: Some(Timestamp(1_793_800_000_000_000+500_000_000_000)), ..Default::default()}), ("q", CallFilter{q: Some("2671".into()), ..Default::default()})] {
            let mut lat = Vec::new(); let mut c = None;
            for _ in 0..20 { let f2 = f.clone(); let t = Instant::now(); c = space.read(move |tx| tx.calls().count(&f2)).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
            println!("count {name} {c:?} {}", p(lat));
        }
        let mut lat = Vec::new();
        for _ in 0..50 { let t = Instant::now(); space.read(|tx| tx.calls().stats(&StatsFilter::default())).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
        println!("stats {}", p(lat));
        let mut lat = Vec::new();
        for _ in 0..50 { let t = Instant::now(); space.read(|tx| tx.calls().stats(&StatsFilter{from: Some(Timestamp(0)), to: None, run_id: None})).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
        println!("stats span {}", p(lat));
        let mut lat = Vec::new();
        for _ in 0..50 { let t = Instant::now(); space.read(|tx| tx.calls().per_hour(Timestamp(1_793_800_000_000_000), Timestamp(1_793_800_000_000_000+86_400_000_000))).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
        println!("per_hour {}", p(lat));
        let mut lat = Vec::new();
        for _ in 0..50 { let t = Instant::now(); space.write(|tx| tx.calls().day_totals(Timestamp(1_793_800_000_000_000+500_000_000_000))).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
        println!("day_totals {}", p(lat));
        let mut lat = Vec::new();
        for _ in 0..20 { let t = Instant::now(); space.write(|tx| tx.calls().archive_ended()).await.unwrap(); lat.push(t.elapsed().as_secs_f64()*1e3); }
        println!("archive batch {}", p(lat));
        let t = Instant::now();
        let d = store.system().read(|tx| tx.due_calls(Timestamp(i64::MAX), 64)).await.unwrap();
        println!("due {} {:.2} ms", d.len(), t.elapsed().as_secs_f64()*1e3);
        if let Ok(s) = std::fs::read_to_string("/proc/self/status") { for l in s.lines().filter(|l| l.starts_with("VmRSS")||l.starts_with("VmHWM")) { println!("{l}"); } }
        store.close().await;
    });
}
