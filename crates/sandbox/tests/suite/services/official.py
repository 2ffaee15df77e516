"""Drives the sandbox with the official clients:
python official.py <base> <vapi key> <number> <assistant> <resend key> <models key>."""

import sys
import time
from datetime import datetime, timezone

import openai
import resend
from vapi import CreateCustomerDto, Vapi
from vapi.core.api_error import ApiError

base, vapi_key, number, assistant, resend_key, models_key = sys.argv[1:7]


def refused(error, work):
    """What a call is refused with."""
    try:
        work()
    except error as why:
        return why
    raise AssertionError("it was not refused")


def calls():
    client = Vapi(token=vapi_key, base_url=base)
    made = client.assistants.create(name="Peer", first_message="Hello")
    assert client.assistants.get(made.id).name == "Peer"
    assert client.assistants.update(made.id, name="Other").name == "Other"

    def call(phone):
        return client.calls.create(
            assistant_id=assistant,
            phone_number_id=number,
            customer=CreateCustomerDto(number=phone),
            assistant_overrides={"variableValues": {"name": "Ann"}},
        )

    found = call("+14155550108")
    assert found.status == "queued", found
    deadline = time.monotonic() + 20
    while found.status != "ended":
        assert time.monotonic() < deadline, "the call did not end"
        found = client.calls.get(found.id)
    assert found.ended_reason == "customer-busy", found
    listed = client.calls.list(limit=10, created_at_ge=datetime.fromtimestamp(0, timezone.utc))
    assert [one.id for one in listed] == [found.id], listed
    assert refused(ApiError, lambda: call("0415")).status_code == 400
    stranger = Vapi(token="another", base_url=base)
    assert refused(ApiError, lambda: stranger.calls.get(found.id)).status_code == 401


def models():
    client = openai.OpenAI(api_key=models_key, base_url=f"{base}/v1", max_retries=0)
    names = [model.id for model in client.models.list()]
    assert "sandbox-text" in names and "sandbox-speech" in names, names
    tools = [
        {
            "type": "function",
            "function": {"name": "check_availability", "parameters": {"type": "object", "properties": {}}},
        }
    ]
    talk = [
        {"role": "system", "content": "Book a meeting."},
        {"role": "user", "content": "Which times are free?"},
    ]
    asks = client.chat.completions.create(model="sandbox-text", messages=talk, tools=tools)
    assert asks.choices[0].finish_reason == "tool_calls", asks
    assert asks.choices[0].message.tool_calls[0].function.name == "check_availability", asks
    stranger = openai.OpenAI(api_key="sk-another", base_url=f"{base}/v1", max_retries=0)
    assert refused(openai.AuthenticationError, lambda: list(stranger.models.list())).status_code == 401
    odd = lambda: client.chat.completions.create(model="sandbox-text", messages=[])
    assert refused(openai.BadRequestError, odd).status_code == 400


def mails():
    resend.api_key = resend_key
    resend.api_url = base
    mail = {"from": "Us <us@example.com>", "to": ["ann@example.com"], "subject": "Hello", "text": "Hi"}
    first = resend.Emails.send(mail, {"idempotency_key": "k1"})
    again = resend.Emails.send(mail, {"idempotency_key": "k1"})
    assert first["id"] == again["id"], (first, again)


calls()
models()
mails()
print("peer: all well")
