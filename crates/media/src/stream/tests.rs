//! The protocol by its documented examples, out of order, damaged, and at random.

use proptest::prelude::*;

use super::*;

const CONNECTED: &str = r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#;
const START: &str = r#"{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ18","callSid":"CA2",
    "tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
    "customParameters":{"token":"secret","FirstName":"Jane"}},"streamSid":"MZ18"}"#;
const MEDIA: &str = r#"{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"5",
    "payload":"//8A"},"streamSid":"MZ18"}"#;
const DTMF: &str = r#"{"event":"dtmf","streamSid":"MZ18","sequenceNumber":"5","dtmf":{"track":"inbound_track","digit":"1"}}"#;
const MARK: &str = r#"{"event":"mark","sequenceNumber":"4","streamSid":"MZ18","mark":{"name":"my label"}}"#;
const STOP: &str =
    r#"{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"AC1","callSid":"CA2"},"streamSid":"MZ18"}"#;

const ALL: [&str; 6] = [CONNECTED, START, MEDIA, DTMF, MARK, STOP];

fn streaming() -> StreamLeg {
    let mut leg = StreamLeg::new();
    leg.receive(CONNECTED).unwrap();
    leg.receive(START).unwrap();
    leg
}

#[test]
fn a_stream_from_its_first_to_its_last_message() {
    let mut leg = StreamLeg::new();
    assert_eq!(leg.receive(CONNECTED), Ok(StreamEvent::Connected));
    let Ok(StreamEvent::Started(start)) = leg.receive(START) else {
        panic!("the stream did not start");
    };
    assert_eq!(
        (start.call_sid.as_str(), start.stream_sid.as_str()),
        ("CA2", "MZ18")
    );
    assert_eq!(start.parameters.value("token"), Some("secret"));
    assert_eq!(leg.receive(MEDIA), Ok(StreamEvent::Audio(vec![0xff, 0xff, 0x00])));
    assert!(matches!(leg.receive(DTMF), Ok(StreamEvent::Digit(digit)) if digit.to_char() == '1'));
    assert_eq!(leg.receive(MARK), Ok(StreamEvent::Mark("my label".to_owned())));
    assert_eq!(leg.receive(STOP), Ok(StreamEvent::Stopped));
    for message in [MEDIA, DTMF, MARK, STOP, START, CONNECTED] {
        assert_eq!(leg.receive(message), Err(StreamError::Stopped));
    }
    assert_eq!(leg.media(&[0xff]), Err(StreamError::Stopped));
}

#[test]
fn what_we_say_is_what_the_carrier_documents() {
    let mut leg = streaming();
    assert_eq!(
        leg.media(&[0xff, 0xff, 0x00]).unwrap(),
        r#"{"event":"media","streamSid":"MZ18","media":{"payload":"//8A"}}"#
    );
    assert_eq!(
        leg.mark(r#"my "label""#).unwrap(),
        r#"{"event":"mark","streamSid":"MZ18","mark":{"name":"my \"label\""}}"#
    );
    assert_eq!(leg.clear().unwrap(), r#"{"event":"clear","streamSid":"MZ18"}"#);
}

#[test]
fn nothing_comes_before_the_start() {
    for message in [START, MEDIA, DTMF, MARK, STOP] {
        assert!(matches!(
            StreamLeg::new().receive(message),
            Err(StreamError::TooEarly { .. })
        ));
    }
    let mut leg = StreamLeg::new();
    leg.receive(CONNECTED).unwrap();
    assert_eq!(leg.receive(MEDIA), Err(StreamError::TooEarly { event: "media" }));
    assert_eq!(leg.media(&[0]), Err(StreamError::TooEarly { event: "media" }));
    assert_eq!(
        leg.receive(CONNECTED),
        Err(StreamError::Twice { event: "connected" })
    );
}

#[test]
fn a_stream_starts_once_and_keeps_its_name() {
    let mut leg = streaming();
    assert_eq!(leg.receive(START), Err(StreamError::Twice { event: "start" }));
    for message in [MEDIA, DTMF, MARK, STOP] {
        let other = message.replace("MZ18", "MZ99");
        assert_eq!(leg.receive(&other), Err(StreamError::OtherStream));
    }
    let contradicts = START.replacen("MZ18", "MZ99", 1);
    assert_eq!(parse(&contradicts), Err(StreamError::OtherStream));
}

#[test]
fn another_protocol_or_format_is_refused() {
    let mut leg = StreamLeg::new();
    assert_eq!(
        leg.receive(&CONNECTED.replace("Call", "Sip")),
        Err(StreamError::Protocol)
    );
    leg.receive(CONNECTED).unwrap();
    for (right, wrong) in [("audio/x-mulaw", "audio/l16"), ("8000", "16000"), (":1}", ":2}")] {
        assert_eq!(
            leg.receive(&START.replace(right, wrong)),
            Err(StreamError::Format)
        );
    }
}

#[test]
fn our_own_voice_and_news_of_the_protocol_are_passed_over() {
    let mut leg = streaming();
    let own = MEDIA.replace("inbound", "outbound");
    assert_eq!(leg.receive(&own), Ok(StreamEvent::Ignored));
    let news = r#"{"event":"weather","streamSid":"MZ18"}"#;
    assert_eq!(leg.receive(news), Ok(StreamEvent::Ignored));
}

#[test]
fn what_is_too_long_is_refused_before_it_is_read() {
    let long = "x".repeat(70_000);
    assert_eq!(parse(&long), Err(StreamError::TooLong { length: 70_000 }));
    let mut leg = streaming();
    assert_eq!(
        leg.receive(&MEDIA.replace("//8A", &"A".repeat(12_000))),
        Err(StreamError::Audio)
    );
    assert_eq!(
        leg.receive(&MEDIA.replace("//8A", "%%%")),
        Err(StreamError::Audio)
    );
    assert_eq!(leg.mark(""), Err(StreamError::MarkName));
    assert_eq!(leg.mark(&"m".repeat(129)), Err(StreamError::MarkName));
}

#[test]
fn marks_that_never_come_back_are_bounded() {
    let mut leg = streaming();
    for _ in 0..64 {
        leg.mark("m").unwrap();
    }
    assert_eq!(leg.mark("m"), Err(StreamError::TooManyMarks));
    leg.receive(MARK).unwrap();
    assert!(leg.mark("m").is_ok());
}

#[test]
fn a_name_that_could_break_our_messages_is_refused() {
    let nasty = START.replace("MZ18", r#"MZ\"18"#);
    assert_eq!(parse(&nasty), Err(StreamError::Malformed("streamSid")));
}

#[test]
fn secrets_are_not_printed() {
    let Ok(FromCarrier::Start(start)) = parse(START) else {
        panic!("the stream did not start");
    };
    assert!(!format!("{start:?}").contains("secret"));
    let seven = DTMF.replace(r#""digit":"1""#, r#""digit":"7""#);
    assert!(!format!("{:?}", parse(&seven).unwrap()).contains('7'));
}

proptest! {
    #[test]
    fn any_text_is_an_answer_and_never_a_panic(text in ".{0,300}") {
        let _message = parse(&text);
    }

    #[test]
    fn damaged_messages_in_any_order_harm_nobody(
        steps in prop::collection::vec((0_usize..6, 0_usize..200, any::<char>()), 0..40),
    ) {
        let mut leg = StreamLeg::new();
        for (which, at, sign) in steps {
            let _intact = leg.receive(ALL[which]);
            let damaged: String = ALL[which]
                .char_indices()
                .map(|(place, original)| if place == at { sign } else { original })
                .collect();
            let _damaged = leg.receive(&damaged);
        }
    }

    #[test]
    fn audio_survives_the_way_there_and_back(audio in prop::collection::vec(any::<u8>(), 0..400)) {
        let sent = streaming().media(&audio).unwrap();
        let track = r#""media":{"track":"inbound","chunk":"1","timestamp":"0","#;
        let returned = sent.replace(r#""media":{"#, track);
        prop_assert_eq!(streaming().receive(&returned), Ok(StreamEvent::Audio(audio)));
    }
}
