import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { officeHours } from "@/features/campaigns/editor/ScheduleFields";
import { anIntegration } from "@/test/automation";
import { faults } from "@/test/axe";
import { renderAs } from "@/test/render";
import { answers, problem } from "@/test/server";

import CalendarSection from "./calendar/CalendarSection";
import HooksSection from "./hooks/HooksSection";
import IntegrationsSection from "./integrations/IntegrationsSection";
import { integrationInput } from "./integrations/model";

describe("integrations", () => {
  it("are tested each, with what the other side said", async () => {
    answers("get", "/integrations", { items: [anIntegration(), anIntegration({ kind: "smtp", title: "SMTP", from: null, set: [], values: {} })] } as never);
    answers("post", "/integrations/calcom/test", { ok: false, sentence: "Cal.com refuses this key." });
    const { user, container } = renderAs("admin", <IntegrationsSection />);
    const card = within(await screen.findByRole("listitem", { name: "Cal.com" }));
    expect(card.getByText("API key is set")).toBeInTheDocument();
    await user.click(card.getByRole("button", { name: "Test: Cal.com" }));
    expect(await card.findByText("Cal.com refuses this key.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Test: SMTP" })).not.toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("never show a key, and keep one that was not typed", async () => {
    answers("get", "/integrations", { items: [anIntegration()] } as never);
    const saved = answers("put", "/integrations/calcom", anIntegration() as never);
    const { user } = renderAs("admin", <IntegrationsSection />);
    await user.click(await screen.findByRole("button", { name: "Change: Cal.com" }));
    const key = await screen.findByLabelText("API key");
    expect(key).toHaveValue("");
    expect(key).toHaveAttribute("type", "password");
    await user.clear(screen.getByLabelText("Event type"));
    await user.type(screen.getByLabelText("Event type"), "7");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toEqual({ values: { event_type_id: "7" } }));
  });
  it("say what OpenAI is for, and what its test found", async () => {
    const fields = [
      { key: "api_key", label: "API key", secret: true, required: true, help: "" },
      { key: "realtime_model", label: "Model for speech", secret: false, required: false, help: "" },
    ];
    answers("get", "/integrations", { items: [anIntegration({ kind: "openai", title: "OpenAI", from: "settings", fields, set: ["api_key"], values: { realtime_model: "gpt-realtime-2.1" } })] } as never);
    const sentence = 'The API key works, but api.openai.com offers it no model "gpt-realtime-2.1".';
    answers("post", "/integrations/openai/test", { ok: false, sentence });
    const { user } = renderAs("admin", <IntegrationsSection />);
    const card = within(await screen.findByRole("listitem", { name: "OpenAI" }));
    expect(card.getByText(/talks for voice agents of our own/)).toBeInTheDocument();
    expect(card.getByText("Model for speech gpt-realtime-2.1")).toBeInTheDocument();
    await user.click(card.getByRole("button", { name: "Test: OpenAI" }));
    expect(await card.findByText(sentence)).toBeInTheDocument();
  });
  it("send a typed key, and clear an ordinary field that was emptied", () => {
    expect(integrationInput(anIntegration(), { api_key: " k ", event_type_id: "" })).toEqual({ api_key: "k", event_type_id: null });
  });
  it("are only looked at by those who may not change them", async () => {
    answers("get", "/integrations", { items: [anIntegration()] } as never);
    renderAs("manager", <IntegrationsSection />);
    await screen.findByRole("listitem", { name: "Cal.com" });
    expect(screen.queryByRole("button")).not.toBeInTheDocument();
  });
});

describe("the calendar", () => {
  const settings = { title: "First talk", location: null, hours: officeHours(), duration_minutes: 30, step_minutes: 30, buffer_before_minutes: 0, buffer_after_minutes: 0, notice_minutes: 120, horizon_days: 14, per_day_max: null };
  it("is saved over what was read: hours by weekday and the rest", async () => {
    answers("get", "/calendar", { calendar: "built_in", settings, revision: 3 } as never);
    const saved = answers("put", "/calendar", (body) => ({ calendar: "built_in", ...(body as object), revision: 4 }) as never);
    const { user, container } = renderAs("manager", <CalendarSection />);
    await user.click(await screen.findByRole("checkbox", { name: "Friday" }));
    const length = screen.getByRole("textbox", { name: "Length (minutes)" });
    await user.clear(length);
    await user.type(length, "45");
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.body).toMatchObject({ revision: 3 });
    const sent = (saved[0]?.body as { settings: typeof settings }).settings;
    expect(sent.duration_minutes).toBe(45);
    expect(sent.hours.days.map((day) => day !== null)).toEqual([true, true, true, true, false, false, false]);
  });
});

describe("outgoing webhooks", () => {
  const delivery = { id: "dlv_1", event: "call.ended", state: "failed", tries: 6, status: 500, last_error: "It answered 500.", next_at: null, created_at: "2026-11-21T18:40:00Z" };
  const hook = { id: "hook_1", url: "https://example.com/in", events: ["call.ended"], on: true, secret_hint: "x9Qa", created_at: "2026-11-21T18:40:00Z", last_delivery: delivery };
  it("show the secret of a new one once", async () => {
    answers("get", "/hooks", { items: [], events: ["call.ended", "booking.created"] });
    const made = answers("post", "/hooks", { ...hook, secret: "whsec_abc" } as never);
    const { user } = renderAs("admin", <HooksSection />);
    await user.click(await screen.findByRole("button", { name: "Add a webhook" }));
    await user.type(await screen.findByRole("textbox", { name: "Address" }), "https://example.com/in");
    await user.click(screen.getByRole("checkbox", { name: "An appointment was made" }));
    await user.click(screen.getByRole("button", { name: "Add webhook" }));
    expect(await screen.findByText("whsec_abc")).toBeInTheDocument();
    expect(made[0]?.body).toEqual({ url: "https://example.com/in", events: ["call.ended"], on: true });
    await user.click(screen.getByRole("button", { name: "I have copied it" }));
    await waitFor(() => expect(screen.queryByText("whsec_abc")).not.toBeInTheDocument());
  });
  it("say at the field why an address is refused", async () => {
    answers("get", "/hooks", { items: [], events: ["call.ended", "booking.created"] });
    answers("post", "/hooks", () => problem(422, "hook.invalid", "This address cannot be used.", [{ field: "url", code: "private", message: "It leads into a private network." }]));
    const { user } = renderAs("admin", <HooksSection />);
    await user.click(await screen.findByRole("button", { name: "Add a webhook" }));
    await user.type(await screen.findByRole("textbox", { name: "Address" }), "https://10.0.0.1/in");
    await user.click(screen.getByRole("button", { name: "Add webhook" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Address" })).toHaveAccessibleDescription("It leads into a private network."));
  });
  it("have a log from which a message is sent again", async () => {
    answers("get", "/hooks", { items: [hook], events: ["call.ended"] } as never);
    answers("get", "/hooks/hook_1/deliveries", { items: [delivery], next_cursor: null });
    const again = answers("post", "/hooks/deliveries/dlv_1/replay", { ...delivery, state: "waiting" });
    const { user, container } = renderAs("admin", <HooksSection />);
    await user.click(await screen.findByRole("button", { name: "Log of https://example.com/in" }));
    expect(await screen.findByText("It answered 500.")).toBeInTheDocument();
    expect(screen.getByText("Signed with the secret that ends in x9Qa")).toBeInTheDocument();
    expect(screen.getByText(/6 tries/)).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Send again: call.ended" }));
    await waitFor(() => expect(again).toHaveLength(1));
  });
});
