use super::{check, refused};

#[test]
fn negations_never_dial_but_can_put_numbers_on_the_do_not_call_list() {
    check(&[
        ("do not call +91 9876543210", "do_not_call +919876543210"),
        ("stop calling +919876543210", "do_not_call +919876543210"),
        ("Don't ring 415-555-2671 again!", "do_not_call +14155552671"),
        ("don’t call 415-555-2671", "do_not_call +14155552671"),
        (
            "please never phone 415-555-2671, 212-555-0199 ever again",
            "do_not_call +14155552671 +12125550199",
        ),
        (
            "add 415-555-2671 to the do-not-call list",
            "do_not_call +14155552671",
        ),
        (
            "put 415-555-2671 on do not call list please",
            "do_not_call +14155552671",
        ),
        ("block 415-555-2671", "do_not_call +14155552671"),
        ("no more calls to 415-555-2671", "do_not_call +14155552671"),
    ]);
    for (text, code) in [
        ("don't ring", "number_missing"),
        ("never phone", "number_missing"),
        ("do not call", "number_missing"),
        ("don't call before 9", "negated"),
        ("do not call 415-555-2671 before 9", "negated"),
        ("do not call 415-555-2671 but call 212-555-0199", "negated"),
        ("don't hang up on 415-555-2671", "negated"),
        ("don't pause", "negated"),
        ("never mind", "negated"),
        ("add 415-555-2671 to the list of leads", "not_understood"),
        ("remove 415-555-2671 from the do-not-call list", "negated"),
    ] {
        assert_eq!(refused(text).code, code, "{text:?}");
    }
}

#[test]
fn existing_calls_are_cancelled_and_hung_up() {
    check(&[
        ("cancel", "cancel"),
        ("please cancel all calls", "cancel"),
        ("cancel everything!", "cancel"),
        ("cancel +1 415 555 2671", "cancel +14155552671"),
        (
            "cancel the calls to 415-555-2671 and 212-555-0199",
            "cancel +14155552671 +12125550199",
        ),
        ("hang up all", "hang_up_all"),
        ("Hang up everything now", "hang_up_all"),
        ("end all calls", "hang_up_all"),
        ("hang up on everyone", "hang_up_all"),
        ("hang up 415-555-2671", "cancel +14155552671"),
        ("end the call to 415-555-2671", "cancel +14155552671"),
    ]);
    for (text, code) in [
        ("hang up", "number_missing"),
        ("hang up the phone", "number_missing"),
        ("cancel all calls except 415-555-2671", "not_understood"),
        ("cancel Maria", "not_understood"),
        ("cancel the call to", "number_missing"),
        ("stop", "negated"),
    ] {
        assert_eq!(refused(text).code, code, "{text:?}");
    }
}

#[test]
fn runs_are_paused_and_resumed_and_asked_about() {
    check(&[
        ("status", "status"),
        ("Stats?", "status"),
        ("how is it going?", "status"),
        ("how's it going", "status"),
        ("show me the stats please", "status"),
        ("what's the status?", "status"),
        ("pause", "pause"),
        ("pause all runs", "pause"),
        ("please pause dialing", "pause"),
        ("resume", "resume"),
        ("continue with the calls", "resume"),
    ]);
    assert_eq!(refused("pause until tomorrow").code, "not_understood");
    assert_eq!(refused("status of Maria").code, "not_understood");
}
