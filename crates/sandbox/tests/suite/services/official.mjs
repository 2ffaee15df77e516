// Drives the sandbox with the official clients: node official.mjs <folder> <base> <vapi key> <number> <assistant> <resend key>
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [folder, base, vapiKey, phoneNumberId, assistantId, resendKey] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
process.env.RESEND_BASE_URL = base;
const { VapiClient } = require("@vapi-ai/server-sdk");
const { Resend } = require("resend");

const vapi = new VapiClient({ token: vapiKey, environment: base, baseUrl: base });
const assistant = await vapi.assistants.create({ name: "Peer", firstMessage: "Hello" });
assert.equal((await vapi.assistants.get({ id: assistant.id })).name, "Peer");
const changed = await vapi.assistants.update({ id: assistant.id, name: "Other" });
assert.equal(changed.name, "Other");

const call = await vapi.calls.create({
  assistantId,
  phoneNumberId,
  customer: { number: "+14155550108" },
  assistantOverrides: { variableValues: { name: "Ann" } },
});
assert.equal(call.status, "queued");
const deadline = Date.now() + 20_000;
let found = call;
while (found.status !== "ended") {
  assert.ok(Date.now() < deadline, "the call did not end");
  found = await vapi.calls.get({ id: call.id });
}
assert.equal(found.endedReason, "customer-busy");
const listed = await vapi.calls.list({ limit: 10, createdAtGe: new Date(0).toISOString() });
assert.deepEqual(listed.map((one) => one.id), [call.id]);
await assert.rejects(
  vapi.calls.create({ assistantId, phoneNumberId, customer: { number: "0415" } }),
  (error) => error.statusCode === 400,
);

const resend = new Resend(resendKey);
const mail = { from: "Us <us@example.com>", to: ["ann@example.com"], subject: "Hello", text: "Hi" };
const first = await resend.emails.send(mail, { idempotencyKey: "k1" });
assert.equal(first.error, null);
const again = await resend.emails.send(mail, { idempotencyKey: "k1" });
assert.deepEqual(again.data, first.data);
console.log("peer: all well");
