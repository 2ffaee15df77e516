"""Drives the sandbox with the official client: python peer.py <base> <account> <token> <from>."""

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl

from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

base, account, token, sender = sys.argv[1:5]
received = []


class Application(BaseHTTPRequestHandler):
    """Collects callbacks and checks their signatures with the official validator."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        params = dict(parse_qsl(body, keep_blank_values=True))
        url = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        signature = self.headers["X-Twilio-Signature"]
        received.append((params, RequestValidator(token).validate(url, params, signature)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Application)
threading.Thread(target=server.serve_forever, daemon=True).start()
callback = f"http://127.0.0.1:{server.server_port}/status?call=1"

client = Client(account, token)
client.api.base_url = base


def until(condition, what):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"waited too long for {what}"
        time.sleep(0.05)


twiml = VoiceResponse()
twiml.say("Hello & welcome")
call = client.calls.create(
    to="+14155550100",
    from_=sender,
    twiml=twiml,
    status_callback=callback,
    status_callback_event=["initiated", "ringing", "answered", "completed"],
    machine_detection="Enable",
    async_amd="true",
    async_amd_status_callback=callback,
    record=True,
    timeout=30,
)
assert call.sid.startswith("CA") and call.status == "queued", call.status
assert call.date_created.year == 2026
until(lambda: client.calls(call.sid).fetch().status == "completed", "the end of the call")
ended = client.calls(call.sid).fetch()
assert ended.duration == "1" and ended.end_time >= ended.start_time
until(lambda: len(received) >= 5, "callbacks")
assert all(valid for _, valid in received), received
until(lambda: client.calls(call.sid).fetch().price is not None, "the price")
assert len(client.calls(call.sid).recordings.list()) == 1

for i in range(27):
    client.calls.create(to=f"+141555502{i:02}", from_=sender, twiml=str(twiml))
assert len(client.calls.list(page_size=10)) == 28
assert len(client.calls.list(limit=12, page_size=5)) == 12
assert [c.sid for c in client.calls.list(to="+14155550100")] == [call.sid]
assert len(client.calls.list(start_time_after=ended.start_time, to="+14155550100")) == 1

waiting = VoiceResponse()
waiting.pause(length=60)
live = client.calls.create(to="+14155550301", from_=sender, twiml=waiting)
until(lambda: client.calls(live.sid).fetch().status == "in-progress", "an answer")
client.calls(live.sid).update(twiml=waiting)
assert client.calls(live.sid).update(status="completed").status == "completed"


def refused(code, status, work):
    try:
        work()
    except TwilioRestException as error:
        assert (error.code, error.status) == (code, status), error
    else:
        raise AssertionError(f"expected error {code}")


refused(21220, 400, lambda: client.calls(live.sid).update(status="completed"))
refused(21211, 400, lambda: client.calls.create(to="12", from_=sender, twiml=twiml))
refused(21217, 400, lambda: client.calls.create(to="+15005550001", from_=sender, twiml=twiml))
refused(21210, 400, lambda: client.calls.create(to="+14155550100", from_="+14155559999", twiml=twiml))
refused(20404, 404, lambda: client.calls("CA" + "0" * 32).fetch())
stranger = Client(account, "wrong")
stranger.api.base_url = base
refused(20003, 401, lambda: stranger.calls(call.sid).fetch())

room = VoiceResponse()
room.dial().conference("peer-room", start_conference_on_enter=True)
guest = client.calls.create(to="+14155550302", from_=sender, twiml=room)
until(lambda: client.conferences.list(friendly_name="peer-room"), "a room")
conference = client.conferences.list(friendly_name="peer-room")[0]
agent = conference.participants.create(from_=sender, to="+14155550303", label="agent")
until(lambda: client.conferences(conference.sid).fetch().status == "in-progress", "the start of the room")
assert client.conferences(conference.sid).participants(guest.sid).update(muted=True).muted is True
assert len(client.conferences(conference.sid).participants.list()) == 2
assert client.conferences(conference.sid).participants(agent.call_sid).delete()
assert client.conferences(conference.sid).update(status="completed").status == "completed"

assert client.api.accounts(account).fetch().status == "active"
assert client.incoming_phone_numbers.list(phone_number=sender)[0].phone_number == sender
assert client.balance.fetch().currency == "USD"
print("peer: all well")
