import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { aMail, aTemplate } from "@/test/automation";
import { faults } from "@/test/axe";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, server } from "@/test/server";

import { MailPage } from "./MailPage";

function workspace(templates = [aTemplate(), aTemplate({ kind: "reminder", subject: "Tomorrow", rule: { on: false, after_minutes: 1_440 }, is_default: true })]) {
  answers("get", "/mail/templates", { items: templates } as never);
  answers("get", "/leads", { items: [aLead()], next_cursor: null, total: 1, total_is_at_least: false } as never);
  const previews = answers("post", "/mail/templates/missed_call/preview", (body) => {
    const { subject, text, lead_id } = body as { subject: string; text: string; lead_id?: string };
    return { subject, text: text.replace("{{first_name}}", lead_id ? "Grace" : "Ada"), html: "<script>alert(1)</script><p>Hello</p>", page: "/api/v1/mail/previews/abc", problems: subject === "" ? [{ part: "subject", message: "A mail needs a subject." }] : [] };
  });
  const saved = answers("put", "/mail/templates/missed_call", (body) => ({ ...aTemplate(), ...(body as object) }) as never);
  return { previews, saved };
}

describe("mail templates", () => {
  it("are written with a preview beside them that can do nothing", async () => {
    const { previews } = workspace();
    const { user, container } = renderAs("manager", <MailPage />, "/mail");
    const frame = await screen.findByTitle("The mail as HTML");
    expect(frame).toHaveAttribute("sandbox", "");
    expect(frame).toHaveAttribute("src", "/api/v1/mail/previews/abc");
    expect(frame).not.toHaveAttribute("srcdoc");
    await user.click(screen.getByRole("button", { name: "Text" }));
    expect(await screen.findByText("Hello Ada, we called you.")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("combobox", { name: "With the values of" }));
    await user.click(await screen.findByRole("option", { name: "Grace Hopper" }));
    expect(await screen.findByText("Hello Grace, we called you.")).toBeInTheDocument();
    expect(previews.at(-1)?.body).toMatchObject({ lead_id: "led_1" });
  });
  it("are saved with their rule, and say what the preview finds wrong", async () => {
    const { saved } = workspace();
    const { user } = renderAs("manager", <MailPage />, "/mail");
    const subject = await screen.findByRole("textbox", { name: "Subject" });
    await user.clear(subject);
    expect(await screen.findByText("A mail needs a subject.")).toBeInTheDocument();
    await user.type(subject, "Sorry, {{{{first_n");
    await user.keyboard("{Tab}");
    await waitFor(() => expect(subject).toHaveValue("Sorry, {{first_name}}"));
    await user.click(screen.getByRole("switch", { name: "Send it by itself" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ subject: "Sorry, {{first_name}}", rule: { on: false, after_minutes: 5 } }));
  });
  it("are sent as a test only once saved, and go back to the default when asked twice", async () => {
    workspace();
    const tests = answers("post", "/mail/templates/missed_call/send-test", () => new Response(null, { status: 204 }));
    const restored = answers("post", "/mail/templates/missed_call/restore", aTemplate({ subject: "As it was", is_default: true }) as never);
    const { user } = renderAs("manager", <MailPage />, "/mail");
    await user.click(await screen.findByRole("button", { name: "Send a test" }));
    await user.click(await screen.findByRole("button", { name: "Send" }));
    await waitFor(() => expect(tests[0]?.body).toEqual({ to: "ada@example.com" }));
    await user.click(await screen.findByRole("button", { name: "Restore the default" }));
    expect(restored).toHaveLength(0);
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Restore" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Subject" })).toHaveValue("As it was"));
    await user.type(screen.getByRole("textbox", { name: "Subject" }), "!");
    expect(screen.getByRole("button", { name: "Send a test" })).toBeDisabled();
  });
  it("are not for agents", () => {
    renderAs("agent", <MailPage />, "/mail");
    expect(screen.getByText("Your role does not include this")).toBeInTheDocument();
  });
});

describe("the outbox", () => {
  it("says why a mail was given up, and sends it again or takes one back", async () => {
    const states: string[] = [];
    server.use(
      http.get("*/api/v1/mails", ({ request }) => {
        states.push(new URL(request.url).searchParams.get("state") ?? "");
        return HttpResponse.json({ items: [aMail(), aMail({ id: "mail_2", to: "ben@example.com", state: "waiting", tries: 0, last_error: null, next_at: "2026-11-21T19:00:00Z" })], next_cursor: null });
      }),
    );
    const again = answers("post", "/mails/mail_1/retry", aMail({ state: "waiting" }) as never);
    const back = answers("post", "/mails/mail_2/cancel", aMail({ id: "mail_2", state: "cancelled" }) as never);
    const { user, container } = renderAs("manager", <MailPage />, "/mail?view=outbox&state=failed");
    expect(await screen.findByText("5 tries; The mail server refused the address.")).toBeInTheDocument();
    expect(states).toEqual(["failed"]);
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Send again: grace@example.com" }));
    await waitFor(() => expect(again).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Do not send: ben@example.com" }));
    await waitFor(() => expect(back).toHaveLength(1));
  });
});

describe("addresses that get no mail", () => {
  it("are added, and allowed again only after a question", async () => {
    answers("get", "/mail/suppressions", { items: [{ address: "no@example.com", reason: "unsubscribed", created_at: "2026-11-21T18:40:00Z" }], next_cursor: null });
    const added = answers("post", "/mail/suppressions", () => new Response(null, { status: 204 }));
    const freed = answers("delete", "/mail/suppressions/no%40example.com", () => new Response(null, { status: 204 }));
    const { user } = renderAs("manager", <MailPage />, "/mail?view=suppressed");
    await user.click(await screen.findByRole("button", { name: "Add an address" }));
    await user.type(await screen.findByRole("textbox", { name: "E-mail address" }), "x@example.com");
    await user.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(added[0]?.body).toEqual({ address: "x@example.com" }));
    await user.click(await screen.findByRole("button", { name: "Allow mail to no@example.com" }));
    expect(freed).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: "Allow mail" }));
    await waitFor(() => expect(freed).toHaveLength(1));
  });
});
