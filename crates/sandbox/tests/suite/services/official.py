"""Drives the sandbox with the official clients:
python official.py <base> <resend key> <models key>."""

import sys

import openai
import resend

base, resend_key, models_key = sys.argv[1:4]


def refused(error, work):
    """What a call is refused with."""
    try:
        work()
    except error as why:
        return why
    raise AssertionError("it was not refused")


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


models()
mails()
print("peer: all well")
