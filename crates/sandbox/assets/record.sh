#!/bin/sh
# Makes the clips in assets/audio: espeak-ng speaks the words below, sox turns them into 8 kHz mu-law WAV files.
# Run from anywhere; needs `apt-get install espeak-ng sox`. The clips are committed, so nothing needs this to build.
set -eu
out="$(cd "$(dirname "$0")" && pwd)/audio"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# clip FOLDER NAME VOICE PITCH SPEED WORDS
clip() {
    mkdir -p "$out/$1"
    espeak-ng -v "$3" -p "$4" -s "$5" -w "$work/raw.wav" "$6"
    # No dither: the same words give the same bytes. Silence is cut off at both ends.
    sox -D "$work/raw.wav" -r 8000 -c 1 -b 16 "$work/low.wav" \
        silence 1 0.01 0.2% reverse silence 1 0.01 0.2% reverse norm -6
    sox -D "$work/low.wav" -e u-law -b 8 "$out/$1/$2.wav"
}

# person NAME VOICE PITCH SPEED FIRM
person() {
    say() { clip "$name" "$1" "$voice" "$pitch" "$speed" "$2"; }
    name="$1" voice="$2" pitch="$3" speed="$4" firm="$5"
    spoken="$(printf '%s' "$name" | cut -c1 | tr '[:lower:]' '[:upper:]')$(printf '%s' "$name" | cut -c2-)"
    say hello "Hello?"
    say named "Hello, this is $spoken."
    say business "$firm, good morning. This is $spoken."
    say who-is-this "Sorry, who is this?"
    say what-about "Okay. What is it about?"
    say tell-me-more "I see. Tell me more."
    say how-much "And how much does it cost?"
    say think-about-it "Hm. I would have to think about that."
    say send-mail "Could you send me that by e-mail?"
    say yes "Yes, please."
    say no-thanks "No, thank you. I am not interested."
    say still-there "Hello? Are you still there?"
    say goodbye "I have to go now. Goodbye."
    say mailbox-reached "You have reached $spoken."
    say mailbox-away "I cannot take your call right now."
    say mailbox-leave "Please leave your name and number after the tone."
    say mailbox-later "I will call you back as soon as I can."
}

person anna en-us+f2 55 165 "Harbour Cycles"
person brian en-gb+m3 40 160 "Northgate Plumbing"
person carol en-gb-x-rp+f4 50 160 "Meadow Lane Dental"
person david en-us+m7 45 170 "Summit Roofing"

office() { clip office "$1" en-us+f5 40 160 "$2"; }
office mailbox-reached "Thank you for calling. Our office is closed at the moment."
office mailbox-hours "Our opening hours are Monday to Friday, from nine to five."
office mailbox-leave "Please leave a message with your name and number after the tone."
office mailbox-later "One of our team will return your call on the next working day."

clip assistant ask-name en-us+m1 35 155 "Hello. The person you are calling uses a screening service. Please say your name, and why you are calling."
