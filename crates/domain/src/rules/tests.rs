use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::call::Cost;
use crate::leads::ConsentScope;
use crate::phone::PhoneNumber;
use crate::settings::{CallingWindow, Countries, Settings};
use crate::time::Timestamp;

/// Friday 20 November 2026, 10:00 in New York.
const MORNING: &str = "2026-11-20T15:00:00Z";
/// The same evening, 22:40 in New York.
const NIGHT: &str = "2026-11-21T03:40:00Z";

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::from_stored(e164).unwrap()
}

/// A number that nobody has called or asked not to call.
fn untouched() -> NumberHistory {
    NumberHistory {
        on_dnc: Some(false),
        live: Some(false),
        last_dialed: LastDialed::Never,
        calls_24h: Some(0),
        spend_24h: Some(Vec::new()),
        oldest_call_24h_at: None,
    }
}

struct Given {
    request: DialRequest,
    settings: Settings,
    history: NumberHistory,
    now: Timestamp,
}

fn call(e164: &str) -> Given {
    Given {
        request: DialRequest {
            phone: number(e164),
            caller_id: Some(number("+12125550100")),
            window_override: None,
            consent: None,
        },
        settings: Settings::default(),
        history: untouched(),
        now: at(MORNING),
    }
}

impl Given {
    fn when(mut self, now: &str) -> Self {
        self.now = at(now);
        self
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    fn knowing(mut self, change: impl FnOnce(&mut NumberHistory)) -> Self {
        change(&mut self.history);
        self
    }

    fn from(mut self, caller_id: Option<&str>) -> Self {
        self.request.caller_id = caller_id.map(number);
        self
    }

    fn needing(mut self, scope: ConsentScope, given: Option<bool>) -> Self {
        self.request.consent = Some(NeededConsent { scope, given });
        self
    }

    fn confirmed(mut self) -> Self {
        self.request.window_override = Some(WindowOverride {
            by: "usr_ada".to_owned(),
            confirmed_at: at("2026-11-21T03:39:00Z"),
        });
        self
    }

    fn decide(&self) -> Decision {
        decide(&self.request, &self.settings, &self.history, self.now)
    }

    /// `allow`, `refuse CODE` or `postpone CODE TIME`.
    fn verdict(&self) -> String {
        let decision = self.decide();
        let word = decision.as_str();
        match decision.refusal() {
            None => word.to_owned(),
            Some(Refusal {
                code, until: None, ..
            }) => format!("{word} {}", code.as_str()),
            Some(Refusal {
                code,
                until: Some(until),
                ..
            }) => format!("{word} {} {until}", code.as_str()),
        }
    }

    fn sentence(&self) -> String {
        self.decide()
            .refusal()
            .map_or_else(String::new, |refusal| refusal.message.clone())
    }
}

fn everywhere(settings: &mut Settings) {
    settings.countries = Countries::All;
}

fn only(regions: &[&str]) -> Countries {
    Countries::Only(
        regions
            .iter()
            .map(|&region| region.to_owned())
            .collect::<BTreeSet<_>>(),
    )
}

#[test]
fn an_ordinary_number_by_day_is_allowed() {
    assert_eq!(call("+12125550123").verdict(), "allow");
}

#[test]
fn numbers_that_must_never_ring_are_refused() {
    let table = [
        ("+99912345678", "refuse number_invalid"),
        ("+11234567890", "refuse number_invalid"),
        ("+1911", "refuse number_invalid"),
        ("+19002345678", "refuse premium_rate"),
        ("+448431234567", "refuse premium_rate"),
        ("+449098790123", "refuse premium_rate"),
        ("+447640123456", "refuse number_not_diallable"),
    ];
    for (e164, expected) in table {
        assert_eq!(call(e164).with(everywhere).verdict(), expected, "{e164}");
    }
    let short = call("+1911").decide();
    let diallable = short
        .receipt()
        .rules
        .iter()
        .find(|finding| finding.rule == RuleCode::NumberNotDiallable);
    assert_eq!(diallable.map(|finding| finding.verdict), Some(Verdict::Refuse));
}

#[test]
fn only_allowed_countries_are_dialled() {
    let london = || call("+442079460123");
    assert_eq!(london().verdict(), "refuse country_not_allowed");
    assert_eq!(london().sentence(), "Calls to GB are not allowed; only US is.");
    assert_eq!(london().from(Some("+442079460999")).verdict(), "allow");
    assert_eq!(
        london().with(|s| s.countries = only(&["US", "gb"])).verdict(),
        "allow"
    );
    assert_eq!(
        london().with(|s| s.countries = only(&[])).verdict(),
        "refuse country_not_allowed"
    );
    assert_eq!(london().with(everywhere).verdict(), "allow");
    // Without a caller ID the default region counts.
    assert_eq!(london().from(None).verdict(), "refuse country_not_allowed");
    assert_eq!(
        london()
            .from(None)
            .with(|s| s.default_region = "GB".to_owned())
            .verdict(),
        "allow"
    );
    // Canada shares the country code, not the country.
    assert_eq!(call("+16135550123").verdict(), "refuse country_not_allowed");
    // Satellites belong to no country, so "all countries" does not include them.
    let satellite = || call("+881612345678").with(|s| s.calling_window = CallingWindow::WHOLE_DAY);
    assert_eq!(
        satellite().with(everywhere).verdict(),
        "refuse country_not_allowed"
    );
    assert_eq!(
        satellite().with(|s| s.countries = only(&["001"])).verdict(),
        "allow"
    );
}

#[test]
fn whoever_must_have_agreed_is_called_only_when_it_is_known_that_they_have() {
    use ConsentScope::{AiVoice, HumanCall};
    let plain = || call("+12125550123");
    let magic = || call("+15005550006");
    for (given, expected) in [
        (plain(), "allow"),
        (plain().needing(AiVoice, Some(true)), "allow"),
        (plain().needing(HumanCall, Some(true)), "allow"),
        (plain().needing(AiVoice, Some(false)), "refuse consent_missing"),
        (plain().needing(HumanCall, Some(false)), "refuse consent_missing"),
        // Nobody knows: it is not called.
        (plain().needing(AiVoice, None), "refuse consent_missing"),
        // No hour makes up for it, and no confirmation lifts it.
        (
            plain().needing(AiVoice, Some(false)).when(NIGHT),
            "refuse consent_missing",
        ),
        (
            plain().needing(AiVoice, Some(false)).when(NIGHT).confirmed(),
            "refuse consent_missing",
        ),
        // Who must not be called at all is told so first.
        (
            plain()
                .needing(AiVoice, Some(false))
                .knowing(|h| h.on_dnc = Some(true)),
            "refuse do_not_call",
        ),
        (magic().needing(AiVoice, Some(false)), "allow"),
    ] {
        assert_eq!(given.verdict(), expected, "{:?}", given.request);
    }
    let refused = plain().needing(AiVoice, Some(false));
    assert_eq!(
        refused.sentence(),
        "Nothing says that the lead has agreed to be called by an artificial voice; record the consent ai_voice with \
         the lead."
    );
    let decision = refused.decide();
    let finding = decision
        .receipt()
        .rules
        .iter()
        .find(|finding| finding.rule == RuleCode::ConsentMissing)
        .unwrap();
    assert_eq!(
        serde_json::to_value(&finding.facts).unwrap(),
        serde_json::json!({"scope": "ai_voice", "given": false})
    );
}

#[test]
fn a_call_at_night_waits_for_the_morning_there() {
    let night = call("+12125550123").when(NIGHT);
    assert_eq!(night.verdict(), "postpone outside_window 2026-11-21T13:00:00Z");
    assert_eq!(
        night.sentence(),
        "It is 22:40 for them (America/New_York); the window opens at 08:00 their time."
    );
    let border = call("+18124011234").when("2026-11-20T13:30:00Z");
    assert_eq!(border.verdict(), "postpone outside_window 2026-11-20T14:00:00Z");
    assert_eq!(
        border.sentence(),
        "It is 07:30 to 08:30 for them, depending on where they are (America/Chicago, America/New_York); \
         the window opens at 08:00 in the last of these zones."
    );
}

#[test]
fn a_number_without_decent_hours_is_refused() {
    let toll_free = call("+18005550123").with(|s| s.calling_window.end_minute = 17 * 60);
    assert_eq!(toll_free.verdict(), "refuse window_never_opens");
    assert_eq!(
        toll_free.sentence(),
        "The number can be anywhere in 42 time zones, and it is never between 08:00 and 17:00 in all of them."
    );
    assert_eq!(
        call("+99912345678").with(everywhere).decide().receipt().rules[6].verdict,
        Verdict::Refuse
    );
    let whole_day = call("+18005550123").with(|s| s.calling_window = CallingWindow::WHOLE_DAY);
    assert_eq!(whole_day.verdict(), "allow");
}

#[test]
fn a_person_may_lift_hours_and_gap_and_nothing_else() {
    let gap = |given: Given| {
        given
            .with(|s| s.min_gap_minutes = 60)
            .knowing(|h| h.last_dialed = LastDialed::At(at(NIGHT).plus_seconds(-60)))
    };
    assert_eq!(call("+12125550123").when(NIGHT).confirmed().verdict(), "allow");
    let never = call("+18005550123").with(|s| s.calling_window.end_minute = 17 * 60);
    assert_eq!(never.confirmed().verdict(), "allow");
    assert_eq!(
        gap(call("+12125550123").when(NIGHT)).confirmed().verdict(),
        "allow"
    );
    for (given, expected) in [
        (call("+442079460123"), "refuse country_not_allowed"),
        (call("+19002345678"), "refuse premium_rate"),
        (
            call("+12125550123").knowing(|h| h.on_dnc = Some(true)),
            "refuse do_not_call",
        ),
        (
            call("+12125550123").with(|s| s.daily_call_cap = Some(0)),
            "refuse daily_call_cap",
        ),
    ] {
        assert_eq!(given.when(NIGHT).confirmed().verdict(), expected);
    }
    let decision = call("+12125550123").when(NIGHT).confirmed().decide();
    let lifted: Vec<_> = decision
        .receipt()
        .rules
        .iter()
        .filter(|finding| finding.verdict == Verdict::Overridden)
        .collect();
    assert_eq!(lifted.len(), 1);
    assert_eq!(lifted[0].rule, RuleCode::OutsideWindow);
    assert_eq!(lifted[0].facts["overridden_by"], "usr_ada");
    assert_eq!(lifted[0].facts["overridden_at"], "2026-11-21T03:39:00Z");
}

#[test]
fn an_override_is_offered_only_where_it_would_help() {
    let night = || call("+12125550123").when(NIGHT);
    assert!(night().decide().is_overridable());
    assert!(
        !night()
            .knowing(|h| h.on_dnc = Some(true))
            .decide()
            .is_overridable()
    );
    assert!(!call("+12125550123").decide().is_overridable());
}

#[test]
fn nobody_is_called_again_too_soon() {
    let asked = |minutes_ago: i64| {
        call("+12125550123")
            .with(|s| s.min_gap_minutes = 90)
            .knowing(|h| h.last_dialed = LastDialed::At(at(MORNING).plus_seconds(-60 * minutes_ago)))
    };
    assert_eq!(asked(30).verdict(), "postpone too_soon 2026-11-20T16:00:00Z");
    assert_eq!(
        asked(30).sentence(),
        "The number was called 30 minutes ago; there must be 1 hour 30 minutes between calls."
    );
    assert_eq!(asked(90).verdict(), "allow");
    assert_eq!(asked(-10).verdict(), "postpone too_soon 2026-11-20T16:40:00Z");
}

#[test]
fn a_live_number_waits_a_moment() {
    let live = call("+12125550123").knowing(|h| h.live = Some(true));
    assert_eq!(live.verdict(), "postpone number_busy 2026-11-20T15:00:30Z");
}

#[test]
fn a_reached_cap_waits_until_there_is_room() {
    let calls = |used, oldest: Option<&str>| {
        call("+12125550123")
            .with(|s| s.daily_call_cap = Some(10))
            .knowing(|h| {
                h.calls_24h = Some(used);
                h.oldest_call_24h_at = oldest.map(at);
            })
    };
    assert_eq!(calls(9, None).verdict(), "allow");
    assert_eq!(
        calls(10, Some("2026-11-19T17:00:00Z")).verdict(),
        "postpone daily_call_cap 2026-11-20T17:00:00Z"
    );
    assert_eq!(
        calls(10, Some("2026-11-19T15:00:01Z")).verdict(),
        "postpone daily_call_cap 2026-11-20T15:10:00Z"
    );
    assert_eq!(
        calls(10, None).verdict(),
        "postpone daily_call_cap 2026-11-20T15:10:00Z"
    );
    let paid = |costs: &[Cost], cap| {
        call("+12125550123")
            .with(|s| s.daily_spend_cap_micros = Some(cap))
            .knowing(|h| h.spend_24h = Some(costs.to_vec()))
    };
    let money = |spent, cap| paid(&[Cost::new(spent, "USD")], cap);
    assert_eq!(money(999_999, 1_000_000).verdict(), "allow");
    assert_eq!(
        money(1_000_000, 1_000_000).verdict(),
        "postpone daily_spend_cap 2026-11-20T15:10:00Z"
    );
    assert_eq!(
        money(2_500_000, 1_000_000).sentence(),
        "The workspace's limit of 1.00 USD in 24 hours is spent; it is asked again in 10 minutes."
    );
    assert_eq!(money(0, 0).verdict(), "refuse daily_spend_cap");
    let both = [Cost::new(900_000, "GBP"), Cost::new(900_000, "USD")];
    assert_eq!(paid(&both, 1_000_000).verdict(), "allow");
    assert_eq!(
        paid(&both[..1], 1_000_000).sentence(),
        "The calls of 24 hours cost 0.90 GBP, which cannot be counted against the workspace's limit in USD; choose the \
         limit's currency in the settings; it is asked again in 10 minutes."
    );
}

#[test]
fn a_wait_that_ends_at_night_goes_on_until_the_morning() {
    let late = call("+12125550123")
        .when("2026-11-21T01:30:00Z")
        .with(|s| s.min_gap_minutes = 60)
        .knowing(|h| h.last_dialed = LastDialed::At(at("2026-11-21T01:15:00Z")));
    assert_eq!(late.verdict(), "postpone too_soon 2026-11-21T13:00:00Z");
}

#[test]
fn what_is_not_known_counts_against_the_call() {
    type Forget = fn(&mut NumberHistory);
    let table: [(Forget, &str); 5] = [
        (|h| h.on_dnc = None, "refuse do_not_call"),
        (|h| h.live = None, "refuse number_busy"),
        (|h| h.last_dialed = LastDialed::Unknown, "refuse too_soon"),
        (|h| h.calls_24h = None, "refuse daily_call_cap"),
        (|h| h.spend_24h = None, "refuse daily_spend_cap"),
    ];
    for (forget, expected) in table {
        let given = call("+12125550123").with(|s| {
            s.min_gap_minutes = 1;
            s.daily_call_cap = Some(10);
            s.daily_spend_cap_micros = Some(10);
        });
        assert_eq!(given.knowing(forget).verdict(), expected);
    }
    let mut nothing_known = call("+12125550123");
    nothing_known.history = NumberHistory::default();
    assert_eq!(nothing_known.verdict(), "refuse do_not_call");
}

#[test]
fn test_numbers_ring_nobody_and_are_allowed_at_any_hour() {
    for e164 in ["+15005550006", "+15005550001"] {
        let given = call(e164).when(NIGHT).from(Some("+442079460999"));
        assert_eq!(given.verdict(), "allow", "{e164}");
        assert_eq!(
            given.knowing(|h| h.live = Some(true)).verdict(),
            "postpone number_busy 2026-11-21T03:40:30Z"
        );
    }
}

#[test]
fn a_receipt_answers_for_every_rule_and_survives_storage() {
    let decision = call("+442079460123")
        .when(NIGHT)
        .knowing(|h| h.on_dnc = Some(true))
        .decide();
    let codes: Vec<_> = decision
        .receipt()
        .rules
        .iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(codes, RuleCode::ALL);
    let json = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
    assert!(json.contains("\"decided_at\":\"2026-11-21T03:40:00Z\""), "{json}");
    assert!(!json.contains("20794"), "a receipt names no number: {json}");
}

#[test]
fn a_receipt_reads_like_this() {
    let decision = call("+12125550123").when(NIGHT).decide();
    let rows: Vec<_> = decision
        .receipt()
        .rules
        .iter()
        .map(|finding| format!("{:?} {:?}: {}", finding.rule, finding.verdict, finding.message))
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
    NumberInvalid Pass: The number exists.
    NumberNotDiallable Pass: It is an ordinary number.
    CountryNotAllowed Pass: Calls to US are allowed.
    PremiumRate Pass: It is not a premium-rate number.
    DoNotCall Pass: The number is not on the do-not-call list.
    ConsentMissing Pass: The call needs no recorded consent.
    WindowNeverOpens Pass: There are hours at which calling is decent wherever they are.
    OutsideWindow Postpone: It is 22:40 for them (America/New_York); the window opens at 08:00 their time.
    TooSoon Pass: There is no minimum time between calls.
    NumberBusy Pass: No other call to this number is live.
    DailyCallCap Pass: Calls per day are not limited.
    DailySpendCap Pass: Spending per day is not limited.
    ");
}

#[test]
fn the_words_are_stable_and_read_back() {
    for code in RuleCode::ALL {
        assert_eq!(RuleCode::from_word(code.as_str()), Some(code));
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert!(!code.summary().is_empty());
    }
    assert_eq!(RuleCode::from_word("nonsense"), None);
}

fn any_history() -> impl Strategy<Value = NumberHistory> {
    let last = prop_oneof![
        Just(LastDialed::Unknown),
        Just(LastDialed::Never),
        (-200_000_i64..10_000).prop_map(|seconds| LastDialed::At(at(MORNING).plus_seconds(seconds))),
    ];
    (
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        last,
        prop::option::of(0_u32..20),
        prop::option::of(prop::collection::vec(any_cost(), 0..3)),
        prop::option::of(-90_000_i64..0),
    )
        .prop_map(
            |(on_dnc, live, last_dialed, calls_24h, spend_24h, oldest)| NumberHistory {
                on_dnc,
                live,
                last_dialed,
                calls_24h,
                spend_24h,
                oldest_call_24h_at: oldest.map(|seconds| at(MORNING).plus_seconds(seconds)),
            },
        )
}

fn any_cost() -> impl Strategy<Value = Cost> {
    (-5_i64..20, prop::sample::select(vec!["USD", "GBP"]))
        .prop_map(|(micros, currency)| Cost::new(micros, currency))
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let countries = prop_oneof![
        Just(Countries::All),
        Just(Countries::CallerIdRegion),
        Just(only(&["GB", "AU"])),
        Just(only(&[])),
    ];
    (
        countries,
        0_u16..1_500,
        0_u16..1_500,
        prop_oneof![Just(0_u32), 1..3_000_u32],
        prop::option::of(0_u32..20),
        prop::option::of(-1_i64..20),
    )
        .prop_map(
            |(countries, start_minute, end_minute, gap, calls, spend)| Settings {
                countries,
                calling_window: CallingWindow {
                    start_minute,
                    end_minute,
                },
                min_gap_minutes: gap,
                daily_call_cap: calls,
                daily_spend_cap_micros: spend,
                ..Settings::default()
            },
        )
}

proptest! {
    #[test]
    fn no_call_is_allowed_over_an_objection(
        phone in prop::sample::select(vec![
            "+12125550123", "+442079460123", "+61412345678", "+18005550123", "+19002345678", "+99912345678",
            "+15005550006", "+1911", "+881612345678",
        ]),
        caller_id in prop::option::of(prop::sample::select(vec!["+12125550100", "+442079460999", "+80012345678"])),
        confirmed in any::<bool>(),
        settings in any_settings(),
        history in any_history(),
        minutes in 0_i64..600_000,
    ) {
        let mut given = call(phone).from(caller_id);
        given.now = at("2026-01-01T00:00:00Z").plus_seconds(minutes * 60);
        if confirmed {
            given = given.confirmed();
        }
        given.settings = settings;
        given.history = history;
        let decision = given.decide();
        prop_assert_eq!(&decision, &given.decide());
        let rules = &decision.receipt().rules;
        prop_assert_eq!(rules.len(), RuleCode::ALL.len());
        let refused = rules.iter().any(|finding| finding.verdict == Verdict::Refuse);
        let objected = rules.iter().any(Finding::objects);
        prop_assert_eq!(decision.is_allowed(), !objected);
        prop_assert_eq!(decision.as_str() == "refuse", refused);
        for finding in rules {
            prop_assert!(!finding.message.is_empty());
            prop_assert_eq!(finding.verdict == Verdict::Postpone, finding.until.is_some());
            if finding.verdict == Verdict::Overridden {
                prop_assert!(confirmed && finding.rule.is_overridable());
            }
        }
        if let Decision::Postpone { until, refusal, .. } = &decision {
            prop_assert!(*until > given.now);
            prop_assert_eq!(refusal.until, Some(*until));
        }
        if let Some(refusal) = decision.refusal() {
            let speaks = rules.iter().find(|finding| finding.rule == refusal.code);
            prop_assert!(speaks.is_some_and(Finding::objects));
        }
    }
}
