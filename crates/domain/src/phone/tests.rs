use proptest::prelude::*;

use super::*;

fn parsed(written: &str, region: &str) -> String {
    match PhoneNumber::parse(written, region) {
        Ok(number) => number.e164().to_owned(),
        Err(error) => error.code().to_owned(),
    }
}

fn check(table: &[(&str, &str, &str)]) {
    let wrong: Vec<_> = table
        .iter()
        .map(|&(written, region, expected)| (written, region, parsed(written, region), expected))
        .filter(|(_, _, found, expected)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "(written, region, found, expected): {wrong:#?}");
}

#[test]
fn a_number_is_read_as_it_was_meant() {
    let table = [
        // What the replaced systems dialled wrongly.
        ("415-555-2671", "US", "+14155552671"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("+447911123456", "US", "+447911123456"),
        ("9123456789", "US", "+19123456789"),
        ("9123456789", "IN", "+919123456789"),
        ("+6598765432", "US", "+6598765432"),
        ("+14155552671", "IN", "+14155552671"),
        ("14155552671", "US", "+14155552671"),
        ("919876543210", "IN", "+919876543210"),
        // Notations.
        ("415.555.2671", "US", "+14155552671"),
        ("1 (415) 555 2671", "US", "+14155552671"),
        ("+1 (415) 555‑2671", "IN", "+14155552671"),
        (
            "\u{202a}+1\u{a0}415\u{a0}555\u{a0}2671\u{202c}",
            "GB",
            "+14155552671",
        ),
        ("＋４４　７９１１　１２３４５６", "US", "+447911123456"),
        ("٤١٥٥٥٥٢٦٧١", "US", "+14155552671"),
        ("९८७६५४३२१०", "IN", "+919876543210"),
        ("(+44) 7911 123456", "US", "+447911123456"),
        ("+44 (0)7911 123456", "US", "+447911123456"),
        ("07911 123456", "GB", "+447911123456"),
        ("0911-1234567", "DE", "+499111234567"),
        ("'+14155552671", "US", "+14155552671"),
        ("=\"4155552671\"", "US", "+14155552671"),
        ("<+14155552671>", "US", "+14155552671"),
        ("4155552671,", "US", "+14155552671"),
        // Exit codes.
        ("0044 7911 123456", "US", "+447911123456"),
        ("0044 (0)7911 123456", "DE", "+447911123456"),
        ("011 44 7911 123456", "US", "+447911123456"),
        ("011 44 7911 123456", "GB", "+447911123456"),
        ("0011 1 415 555 2671", "AU", "+14155552671"),
        ("011 2345 6789", "IN", "+911123456789"),
        ("011 234 5678", "IT", "+390112345678"),
        ("0113 496 0123", "GB", "+441134960123"),
        // Links.
        ("tel:+1-415-555-2671", "IN", "+14155552671"),
        ("TEL:415-555-2671", "US", "+14155552671"),
        ("tel:415-555-2671;phone-context=+1", "IN", "+14155552671"),
        // Letters as advertised.
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-flowers", "US", "+18003569377"),
        // Test numbers.
        ("+15005550006", "US", "+15005550006"),
        ("+1 500 555 0001", "IN", "+15005550001"),
    ];
    check(&table);
}

#[test]
fn what_is_not_one_certain_number_is_refused_with_a_reason() {
    let table = [
        ("", "US", "number_missing"),
        ("  \u{feff} ", "US", "number_missing"),
        ("nan", "US", "number_has_letters"),
        ("1234567890123456789", "US", "number_too_long"),
        ("919876543210", "US", "number_too_long"),
        ("14155552671.0", "US", "number_too_long"),
        ("1.4155552671E+10", "US", "number_has_letters"),
        ("555-2671", "US", "number_too_short"),
        ("4155552671", "ZZ", "default_region_unknown"),
        ("4155552671", "", "default_region_unknown"),
        ("+0 415 555 2671", "US", "number_country_unknown"),
        ("+210 4155552671", "US", "number_country_unknown"),
        ("555 555 5555", "US", "number_invalid"),
        ("+1 123 456 7890", "US", "number_invalid"),
        ("911", "US", "number_not_diallable"),
        ("112", "DE", "number_not_diallable"),
        ("+999", "US", "number_not_diallable"),
        ("415-555-2671 x123", "US", "number_has_extension"),
        ("415-555-2671 ext. 12", "US", "number_has_extension"),
        ("tel:+14155552671;ext=5", "US", "number_has_extension"),
        ("415 or 5552671", "US", "number_has_letters"),
        ("4155552671 Bob", "US", "number_has_letters"),
        ("Bob 4155552671", "US", "number_has_letters"),
        ("415555bill", "US", "number_has_letters"),
        ("4155552671 / 4155552672", "US", "number_too_long"),
        ("4155552671, 4155552672", "US", "number_unexpected_character"),
        ("4155552671+4155552672", "US", "number_unexpected_character"),
        ("*67 4155552671", "US", "number_unexpected_character"),
        ("415💥5552671", "US", "number_unexpected_character"),
    ];
    check(&table);
}

#[test]
fn the_plan_tells_country_and_kind() {
    let table = [
        ("+14155552671", Some("US"), NumberKind::FixedLineOrMobile),
        ("+18005550123", Some("US"), NumberKind::TollFree),
        ("+19002345678", Some("US"), NumberKind::PremiumRate),
        ("+16135550123", Some("CA"), NumberKind::FixedLineOrMobile),
        ("+447400123456", Some("GB"), NumberKind::Mobile),
        ("+447911123456", Some("GG"), NumberKind::Mobile),
        ("+61412345678", Some("AU"), NumberKind::Mobile),
        ("+919876543210", Some("IN"), NumberKind::Mobile),
        ("+80012345678", None, NumberKind::TollFree),
        ("+99912345678", None, NumberKind::Unknown),
    ];
    for (e164, region, kind) in table {
        let number = PhoneNumber::from_stored(e164).unwrap();
        assert_eq!((number.region(), number.kind()), (region, kind), "{e164}");
    }
}

#[test]
fn stored_text_is_checked_for_shape_and_e164_for_existence() {
    for text in [
        "",
        "+",
        "+1",
        "14155552671",
        "+0123456789",
        "+1234567890123456",
        "+1415555267x",
        "+1415 5552671",
    ] {
        assert_eq!(PhoneNumber::from_stored(text), Err(PhoneError::NotE164), "{text}");
        assert!(PhoneNumber::from_e164(text).is_err(), "{text}");
    }
    assert!(PhoneNumber::from_stored("+99912345678").is_ok());
    assert!(PhoneNumber::from_e164("+99912345678").is_err());
    assert_eq!(PhoneNumber::from_e164("+4407911123456"), Err(PhoneError::NotE164));
    assert!(PhoneNumber::from_e164("+447911123456").is_ok());
}

#[test]
fn a_number_prints_masked_and_formats_when_asked() {
    let number = PhoneNumber::from_stored("+14155552671").unwrap();
    assert_eq!(format!("{number} {number:?}"), "+1415•••2671 +1415•••2671");
    assert_eq!(number.international(), "+1 415-555-2671");
    assert_eq!(number.national(), "(415) 555-2671");
    for (e164, masked) in [
        ("+6598765432", "+659•••5432"),
        ("+447911123456", "+4479•••3456"),
        ("+2904567", "+29•••67"),
        ("+12", "+•••12"),
    ] {
        assert_eq!(PhoneNumber::from_stored(e164).unwrap().masked(), masked);
    }
}

#[test]
fn a_number_travels_as_e164() {
    let number = PhoneNumber::from_stored("+14155552671").unwrap();
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(json, "\"+14155552671\"");
    assert_eq!(serde_json::from_str::<PhoneNumber>(&json).unwrap(), number);
    assert!(serde_json::from_str::<PhoneNumber>("\"4155552671\"").is_err());
}

#[test]
fn test_numbers_are_recognised() {
    for (e164, expected) in [
        ("+15005550006", true),
        ("+15005550000", true),
        ("+14155552671", false),
    ] {
        let number = PhoneNumber::from_stored(e164).unwrap();
        assert_eq!(number.is_test_number(), expected, "{e164}");
    }
}

#[test]
fn only_known_countries_are_regions() {
    for (name, expected) in [
        ("US", true),
        ("in", true),
        ("ZZ", false),
        ("", false),
        ("001", false),
        ("USA", false),
    ] {
        assert_eq!(is_region(name), expected, "{name}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_and_what_is_accepted_reads_back(
        text in "[+0-9 ()./xX#;=a-cA-Ctel:０-９٠-٩\u{200b}\u{a0}💥-]{0,24}",
        region in prop::sample::select(vec!["US", "GB", "IN", "IT", "BR", "AU", "ZZ", ""]),
    ) {
        if let Ok(number) = PhoneNumber::parse(&text, region) {
            prop_assert!(number.exists());
            prop_assert_eq!(PhoneNumber::from_e164(number.e164()), Ok(number.clone()));
            prop_assert_eq!(PhoneNumber::parse(&number.international(), "ZZ"), Ok(number.clone()));
            prop_assert!(!number.to_string().contains(number.e164()));
        }
    }

    #[test]
    fn only_national_format_depends_on_the_region(nation in 1_u16..999, rest in 1_000_000_u64..99_999_999_999) {
        let text = format!("+{nation} {rest}");
        prop_assert_eq!(parsed(&text, "US"), parsed(&text, "IN"));
    }
}
