import { describe, expect, it } from "vitest";

import type { CarrierSpec } from "@/api/model";
import { aCarrier } from "@/test/samples";

import { carrierInput, initialFields, isSet } from "./form";

const spec: CarrierSpec = {
  kind: "twilio",
  title: "Twilio",
  fields: [
    { key: "account_sid", label: "Account SID", secret: false, required: true, help: "", choices: [] },
    { key: "auth_token", label: "Auth token", secret: true, required: true, help: "", choices: [] },
    { key: "api_base", label: "API address", secret: false, required: false, help: "", choices: [] },
  ],
};

describe("the form of a carrier", () => {
  it("is made from the carrier's own list of fields", () => {
    expect(Object.keys(initialFields(spec, null))).toEqual(["account_sid", "auth_token", "api_base"]);
  });
  it("never shows a credential, only that it is set", () => {
    const account = aCarrier();
    expect(initialFields(spec, account).auth_token).toBe("");
    expect(isSet(account, "auth_token")).toBe(true);
    expect(isSet(account, "account_sid")).toBe(false);
    expect(isSet(null, "auth_token")).toBe(false);
  });
  it("begins with the first of the things that a field may say, or with what is set", () => {
    const bridge = { key: "bridge", label: "Audio", secret: false, required: false, help: "", choices: [{ value: "media", label: "Through this server" }, { value: "carrier", label: "Through Twilio" }] };
    const chosen = { ...spec, fields: [bridge] };
    expect(initialFields(chosen, null)).toEqual({ bridge: "media" });
    expect(initialFields(chosen, aCarrier({ config: { bridge: "carrier" } }))).toEqual({ bridge: "carrier" });
    expect(carrierInput(chosen, null, "Main", { bridge: "media" }).config).toEqual({ bridge: "media" });
  });
  it("leaves a credential out that was not typed, so that the kept one stays", () => {
    const input = carrierInput(spec, aCarrier(), " Main ", { account_sid: "AC2", auth_token: "", api_base: "" });
    expect(input).toEqual({ kind: "twilio", name: "Main", config: { account_sid: "AC2" } });
  });
  it("sends a credential that was typed, and clears an ordinary field that was emptied", () => {
    const account = aCarrier({ config: { account_sid: "AC1", api_base: "http://localhost" } });
    const input = carrierInput(spec, account, "Main", { account_sid: "AC1", auth_token: "secret", api_base: "" });
    expect(input.config).toEqual({ account_sid: "AC1", auth_token: "secret", api_base: null });
  });
});
