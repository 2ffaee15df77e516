"""Twilio's official package as the judge of our TwiML, our signatures and our tokens.

Reads one JSON document from standard input and writes one to standard output.
"""

import json
import random
import sys
import urllib.parse
from xml.etree import ElementTree

import jwt as pyjwt
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import (
    Connect,
    Dial,
    Gather,
    Start,
    Stream,
    VoiceResponse,
)

BASE = "https://outdial.example"
PARAMETERS = [("call", "call_1"), ("quote", "\"a\" & <b>\n'c'")]


def build(case):
    """The same instructions, built with the official package."""
    r = VoiceResponse()
    if case == "say":
        r.say("Tom & Jerry's <\"best\"> – ünïcode 你好 😀", voice="Polly.Joanna", language="en-US")
    elif case == "say_plain":
        r.say("  spaces  and\nlines ")
    elif case == "play":
        r.play(BASE + "/a.mp3?x=1&y=2", loop=3)
    elif case == "play_once":
        r.play(BASE + "/a.mp3")
    elif case == "digits":
        r.play(digits="ww12#*")
    elif case == "pause":
        r.pause(length=7)
    elif case == "gather":
        gather = Gather(action=BASE + "/keys?call=1&x=2", method="POST", timeout=6, num_digits=1)
        gather.say("Press one")
        gather.pause(length=1)
        r.append(gather)
        r.say("Good bye")
    elif case == "gather_open":
        r.gather(action=BASE + "/keys", method="POST", timeout=5)
    elif case == "wait_music":
        r.enqueue("support", wait_url=BASE + "/music", wait_url_method="GET")
    elif case == "wait_silence":
        r.pause(length=86400)
    elif case == "room":
        dial = Dial()
        dial.conference(
            "Room & <1>",
            beep="false",
            muted=True,
            start_conference_on_enter=False,
            end_conference_on_exit=True,
            wait_url=BASE + "/wait",
            wait_method="GET",
            status_callback=BASE + "/room?a=1&b=2",
            status_callback_event="start end join leave mute hold",
            status_callback_method="POST",
            participant_label="customer",
            coach="CA00000000000000000000000000000002",
            record="record-from-start",
        )
        r.append(dial)
    elif case == "room_quiet":
        dial = Dial()
        dial.conference(
            "quiet",
            beep="false",
            muted=False,
            start_conference_on_enter=True,
            end_conference_on_exit=False,
            wait_url="",
        )
        r.append(dial)
    elif case == "fork":
        start = Start()
        stream = Stream(url="wss://outdial.example/media", name="copy")
        for name, value in PARAMETERS:
            stream.parameter(name=name, value=value)
        start.append(stream)
        r.append(start)
        r.pause(length=60)
    elif case == "stream":
        connect = Connect()
        stream = Stream(url="wss://outdial.example/media")
        for name, value in PARAMETERS:
            stream.parameter(name=name, value=value)
        connect.append(stream)
        r.append(connect)
    elif case == "continue":
        r.redirect(BASE + "/next?a=1&b=2", method="POST")
    elif case == "dial_number":
        dial = Dial(
            caller_id="+14155550100",
            timeout=20,
            action=BASE + "/dialled",
            method="POST",
            record="record-from-answer-dual",
        )
        dial.number("+14155550123")
        r.append(dial)
    elif case == "dial_client":
        dial = Dial(timeout=30)
        dial.client("agent<1>")
        r.append(dial)
    elif case == "dial_sip":
        dial = Dial(timeout=30)
        dial.sip("sip:agent@pbx.example?x=1&y=2")
        r.append(dial)
    elif case == "hang_up":
        r.hangup()
    elif case == "reject":
        r.reject(reason="rejected")
    elif case == "reject_busy":
        r.reject(reason="busy")
    elif case == "nothing":
        pass
    elif case == "message":
        r.say("One")
        r.pause(length=1)
        r.say("Two")
        r.hangup()
    else:
        raise ValueError("no such case: " + case)
    return str(r)


def twiml(cases):
    """For each case: whether our document says the same as the official one."""
    answers = []
    for case, ours in cases:
        theirs = build(case)
        same = ElementTree.canonicalize(ours) == ElementTree.canonicalize(theirs)
        answers.append({"case": case, "same": same, "theirs": theirs})
    return answers


class Form(dict):
    """A multi-valued form, as web frameworks hand it to the validator."""

    def getlist(self, name):
        return self[name]


def form_of(body):
    form = Form()
    for name, value in urllib.parse.parse_qsl(body, keep_blank_values=True):
        form.setdefault(name, []).append(value)
    return form


def corpus(count, token):
    """Signed requests of all shapes."""
    chance = random.Random(20261121)
    alphabet = "abzAZ09 &=+%#?/:;,'\"<>\t\néß你😀"
    validator = RequestValidator(token)

    def text(most):
        return "".join(chance.choice(alphabet) for _ in range(chance.randint(0, most)))

    requests = []
    for _ in range(count):
        host = chance.choice(["example.com", "a.b.example.org"])
        port = chance.choice(["", ":8080", ":443", ":80"])
        query = chance.choice(["", "?call=call_1", "?a=%20b&c=d%2Be"])
        url = chance.choice(["https", "http"]) + "://" + host + port + "/hook/x" + query
        if chance.random() < 0.2:
            body = json.dumps({text(5): text(20)})
            url += ("&" if "?" in url else "?") + "bodySHA256=" + validator.compute_hash(body)
            signature = validator.compute_signature(url, {})
            requests.append({"json": True, "url": url, "body": body, "signature": signature})
        else:
            names = ["CallSid", "From", "To", "Digits", "a", "A", "_", "naïve"]
            pairs = [(chance.choice(names), text(20)) for _ in range(chance.randint(0, 12))]
            body = urllib.parse.urlencode(pairs)
            signature = validator.compute_signature(url, form_of(body))
            requests.append({"json": False, "url": url, "body": body, "signature": signature})
    return requests


def validate(requests, token):
    """Whether the official validator believes each of our signatures."""
    validator = RequestValidator(token)
    return [validator.validate(url, form_of(body), signature) for url, body, signature in requests]


def token(task):
    """Whether our token is read by the official package, and what it would have written itself."""
    theirs = AccessToken(task["account"], task["key"], task["secret"], identity=task["identity"], ttl=600)
    theirs.add_grant(
        VoiceGrant(
            outgoing_application_sid=task["application"],
            outgoing_application_params=task["params"],
        )
    )
    written = theirs.to_jwt()
    # The times in the tokens are those of the tests.
    options = {"verify_exp": False}
    read = pyjwt.decode(task["token"], task["secret"], algorithms=["HS256"], options=options)
    their_claims = pyjwt.decode(written, task["secret"], algorithms=["HS256"])
    return {
        "read": read["grants"]["identity"] == task["identity"],
        "header": pyjwt.get_unverified_header(task["token"]),
        "their_header": pyjwt.get_unverified_header(written),
        "grants": read["grants"],
        "their_grants": their_claims["grants"],
        "claims": read,
        "their_claims": their_claims,
    }


def main():
    task = json.load(sys.stdin)
    if task["do"] == "twiml":
        answer = twiml(task["cases"])
    elif task["do"] == "token":
        answer = token(task)
    elif task["do"] == "corpus":
        answer = corpus(task["count"], task["token"])
    else:
        answer = validate(task["requests"], task["token"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
