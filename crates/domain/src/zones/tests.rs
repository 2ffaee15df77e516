use proptest::prelude::*;

use super::table::{LONGEST_PREFIX, table};
use super::*;
use crate::phone::PhoneNumber;
use crate::settings::CallingWindow;
use crate::time::Timestamp;

const EIGHT_TO_NINE: CallingWindow = CallingWindow {
    start_minute: 8 * 60,
    end_minute: 21 * 60,
};

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

fn zones_of(e164: &str) -> ZoneCandidates {
    zones_for(&PhoneNumber::from_stored(e164).unwrap())
}

fn opening(e164: &str, now: &str) -> Option<Timestamp> {
    next_opening(EIGHT_TO_NINE, &zones_of(e164), at(now))
}

#[test]
fn every_line_of_the_table_is_read_and_every_zone_has_rules() {
    let generated = include_str!("table.txt");
    let prefixes: Vec<&str> = generated
        .lines()
        .filter_map(|line| Some(line.split_once('|')?.0))
        .collect();
    assert!(prefixes.len() > 3_000);
    let missing: Vec<_> = prefixes
        .iter()
        .filter(|prefix| table().exact(prefix.parse().unwrap()).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(
        table().row_count() < prefixes.len() + 100,
        "the corrections only touch what they name"
    );
    assert_eq!(
        prefixes.iter().map(|prefix| prefix.len()).max(),
        Some(LONGEST_PREFIX)
    );
    let unknown: Vec<_> = table()
        .zones()
        .iter()
        .filter(|zone| zone.rules().is_none())
        .map(Zone::name)
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(table_version().starts_with('9'));
}

#[test]
fn every_correction_is_read_and_names_its_source() {
    for line in include_str!("corrections.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let fields: Vec<&str> = line.split('|').collect();
        assert_eq!(fields.len(), 3, "{line}");
        let (prefix, zones, source) = (&fields[0][1..], fields[1], fields[2]);
        let known: Vec<_> = table()
            .exact(prefix.parse().unwrap())
            .unwrap()
            .iter()
            .map(|zone| zone.name())
            .collect();
        assert!(
            zones.split(',').all(|zone| known.contains(&zone)),
            "{line}: {known:?}"
        );
        assert!(!source.is_empty(), "{line}");
    }
}

#[test]
fn kind_comes_first_then_the_longest_prefix() {
    let table: [(&str, Basis, &[&str]); 13] = [
        ("+12125550123", Basis::Prefix, &["America/New_York"]),
        ("+14155552671", Basis::Prefix, &["America/Los_Angeles"]),
        ("+442079460123", Basis::Prefix, &["Europe/London"]),
        // Ireland: the table names zones of other countries.
        ("+35312345678", Basis::Country, &["Europe/Dublin"]),
        ("+353851234567", Basis::Country, &["Europe/Dublin"]),
        ("+919876543210", Basis::Country, &["Asia/Kolkata"]),
        // One area code, two zones.
        (
            "+16052241234",
            Basis::Prefix,
            &["America/Chicago", "America/Denver"],
        ),
        (
            "+17012221234",
            Basis::Prefix,
            &["America/Chicago", "America/Denver"],
        ),
        (
            "+18124011234",
            Basis::Prefix,
            &["America/Chicago", "America/New_York"],
        ),
        (
            "+18502001234",
            Basis::Prefix,
            &["America/Chicago", "America/New_York"],
        ),
        (
            "+14482001234",
            Basis::Prefix,
            &["America/Chicago", "America/New_York"],
        ),
        (
            "+19282201234",
            Basis::Prefix,
            &["America/Denver", "America/Phoenix"],
        ),
        ("+99912345678", Basis::Nothing, &[]),
    ];
    for (e164, basis, zones) in table {
        let found = zones_of(e164);
        let missing: Vec<_> = zones
            .iter()
            .filter(|zone| !found.names().contains(zone))
            .collect();
        assert!(
            missing.is_empty(),
            "{e164} lacks {missing:?} in {:?}",
            found.names()
        );
        let extra = found.names().len() - zones.len();
        assert!(
            extra == 0 || e164.starts_with("+1605") || e164.starts_with("+1701"),
            "{e164}: {:?}",
            found.names()
        );
        assert_eq!(found.basis(), basis, "{e164}");
    }
}

#[test]
fn an_unplaced_number_may_be_anywhere_in_its_country() {
    for (e164, least, one_of_them) in [
        // An Australian mobile is not in Sydney, a Russian one not in Moscow, whatever the table says of +614 and +79.
        ("+61412345678", 6, "Australia/Perth"),
        ("+79161234567", 10, "Asia/Kamchatka"),
        ("+5511961234567", 4, "America/Rio_Branco"),
        ("+628123456789", 3, "Asia/Jayapura"),
        ("+447400123456", 4, "Europe/London"),
        // Toll-free, personal and missing area codes.
        ("+18005550123", 30, "Pacific/Honolulu"),
        ("+15005550006", 30, "America/New_York"),
        ("+14715550123", 30, "Pacific/Pago_Pago"),
    ] {
        let found = zones_of(e164);
        assert_eq!(found.basis(), Basis::Country, "{e164}");
        assert!(
            found.names().len() >= least && found.names().contains(&one_of_them),
            "{e164}: {:?}",
            found.names()
        );
    }
}

#[test]
fn a_window_opens_by_the_callees_clock() {
    let table = [
        // Open, and open until the last minute.
        (
            "+12125550123",
            "2026-11-20T15:00:00Z",
            Some("2026-11-20T15:00:00Z"),
        ),
        (
            "+12125550123",
            "2026-11-21T01:59:59.999999Z",
            Some("2026-11-21T01:59:59.999999Z"),
        ),
        (
            "+12125550123",
            "2026-11-21T02:00:00Z",
            Some("2026-11-21T13:00:00Z"),
        ),
        // The clock goes forward on 8 March 2026: eight o'clock comes an hour sooner.
        (
            "+12125550123",
            "2026-03-08T02:30:00Z",
            Some("2026-03-08T12:00:00Z"),
        ),
        (
            "+12125550123",
            "2026-03-07T02:30:00Z",
            Some("2026-03-07T13:00:00Z"),
        ),
        // And back on 1 November.
        (
            "+12125550123",
            "2026-11-01T01:30:00Z",
            Some("2026-11-01T13:00:00Z"),
        ),
        (
            "+12125550123",
            "2026-10-31T01:30:00Z",
            Some("2026-10-31T12:00:00Z"),
        ),
        // Two zones: open when it is eight in the western one, closed when it is nine in the eastern one.
        (
            "+18124011234",
            "2026-06-01T11:00:00Z",
            Some("2026-06-01T13:00:00Z"),
        ),
        (
            "+18124011234",
            "2026-06-02T01:00:00Z",
            Some("2026-06-02T13:00:00Z"),
        ),
        // Half-hour zones.
        (
            "+919876543210",
            "2026-06-01T00:00:00Z",
            Some("2026-06-01T02:30:00Z"),
        ),
        // All of Russia: five in the afternoon in Kamchatka is eight in Moscow.
        (
            "+79161234567",
            "2026-06-01T00:00:00Z",
            Some("2026-06-01T05:00:00Z"),
        ),
        // North America with its islands: at eight on Saturday in Guam it is Friday afternoon everywhere else.
        (
            "+18005550123",
            "2026-06-01T15:00:00Z",
            Some("2026-06-01T22:00:00Z"),
        ),
        ("+99912345678", "2026-06-01T15:00:00Z", None),
    ];
    for (e164, now, expected) in table {
        assert_eq!(opening(e164, now), expected.map(at), "{e164} at {now}");
    }
}

#[test]
fn a_change_of_the_clock_may_open_or_close_a_window() {
    let new_york = zones_of("+12125550123");
    let window = |start_minute, end_minute| CallingWindow {
        start_minute,
        end_minute,
    };
    // Half past two does not exist on 8 March 2026: the window opens at three, one instant after 1:59:59.
    let skipped = next_opening(window(150, 300), &new_york, at("2026-03-08T06:00:00Z"));
    assert_eq!(skipped, Some(at("2026-03-08T07:00:00Z")));
    // A window wholly inside the skipped hour opens the next day.
    let lost = next_opening(window(125, 170), &new_york, at("2026-03-08T06:00:00Z"));
    assert_eq!(lost, Some(at("2026-03-09T06:05:00Z")));
    // The hour from one is repeated on 1 November: open, closed, open again.
    let repeated = window(60, 90);
    assert!(is_open(repeated, &new_york, at("2026-11-01T05:10:00Z")));
    assert!(!is_open(repeated, &new_york, at("2026-11-01T05:40:00Z")));
    assert_eq!(
        next_opening(repeated, &new_york, at("2026-11-01T05:40:00Z")),
        Some(at("2026-11-01T06:00:00Z"))
    );
}

#[test]
fn office_hours_never_hold_from_guam_to_newfoundland() {
    let office = CallingWindow {
        start_minute: 9 * 60,
        end_minute: 17 * 60,
    };
    assert_eq!(
        next_opening(office, &zones_of("+18005550123"), at("2026-06-01T15:00:00Z")),
        None
    );
    assert!(next_opening(office, &zones_of("+12125550123"), at("2026-06-01T15:00:00Z")).is_some());
}

#[test]
fn the_whole_day_is_open_even_where_nothing_is_known() {
    assert!(is_open(
        CallingWindow::WHOLE_DAY,
        &zones_of("+99912345678"),
        at("2026-06-01T03:00:00Z")
    ));
}

#[test]
fn a_window_that_is_empty_or_runs_past_midnight_never_opens() {
    for (start_minute, end_minute) in [(600, 600), (1_200, 480), (480, 1_441)] {
        let window = CallingWindow {
            start_minute,
            end_minute,
        };
        assert_eq!(
            next_opening(window, &zones_of("+12125550123"), at("2026-06-01T15:00:00Z")),
            None
        );
    }
}

#[test]
fn the_clock_is_shown_where_all_agree() {
    let now = at("2026-11-21T03:40:00Z");
    let new_york = PhoneNumber::from_stored("+12125550123").unwrap();
    assert_eq!(
        local_times(&new_york, now),
        [("America/New_York", "22:40".to_owned())]
    );
    assert_eq!(zones_of("+12125550123").local_time(now).as_deref(), Some("22:40"));
    assert_eq!(
        zones_of("+447400123456").local_time(now).as_deref(),
        Some("03:40")
    );
    assert_eq!(zones_of("+18124011234").local_time(now), None);
    assert_eq!(
        zones_of("+18124011234").local_span(now),
        Some(("21:40".to_owned(), "22:40".to_owned()))
    );
    assert_eq!(zones_of("+99912345678").local_time(now), None);
}

#[test]
fn the_far_ends_of_time_are_answered() {
    for now in [i64::MIN, i64::MIN / 2, 0, i64::MAX / 2, i64::MAX] {
        for e164 in ["+12125550123", "+18005550123", "+79161234567"] {
            let _ = next_opening(EIGHT_TO_NINE, &zones_of(e164), Timestamp(now));
        }
    }
}

/// Open according to the zone library alone, one instant at a time.
fn simply_open(window: CallingWindow, candidates: &ZoneCandidates, now: Timestamp) -> bool {
    candidates.zones().iter().all(|zone| {
        let local = zone.rules().unwrap().to_datetime(now.to_jiff());
        let minute = u16::try_from(local.hour()).unwrap() * 60 + u16::try_from(local.minute()).unwrap();
        (window.start_minute..window.end_minute).contains(&minute)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_next_opening_is_open_and_no_minute_before_it_is(
        number in prop::sample::select(vec![
            "+12125550123", "+18124011234", "+16052241234", "+61412345678", "+79161234567", "+919876543210",
            "+18005550123", "+9779812345678", "+16723901234", "+212612345678",
        ]),
        // Half an hour inside 2026, which has every change of the clock in both hemispheres.
        slot in 0_i64..17_520,
        start_minute in 0_u16..1_430,
        length in 1_u16..1_440,
    ) {
        let window = CallingWindow { start_minute, end_minute: (start_minute + length).min(1_440) };
        let candidates = zones_of(number);
        let now = at("2026-01-01T00:00:00Z").plus_seconds(slot * 1_800);
        let found = next_opening(window, &candidates, now);
        let end = found.unwrap_or(now.plus_seconds(2 * 24 * 3_600));
        if let Some(opening) = found {
            prop_assert!(opening >= now);
            prop_assert!(simply_open(window, &candidates, opening), "{opening} is not open");
        }
        let mut minute = now;
        while minute < end {
            prop_assert!(!simply_open(window, &candidates, minute), "{minute} is open before {end}");
            minute = minute.plus_seconds(60);
        }
    }
}
