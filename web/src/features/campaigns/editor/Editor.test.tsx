import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";

import { aVoiceAgent } from "@/test/automation";
import { faults } from "@/test/axe";
import { aList, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aCampaign, someCampaignSettings } from "@/test/seats";
import { answers, problem, server } from "@/test/server";

import type { Campaign } from "../model";
import { parallelCosts, worstAbandonShare } from "./costs";
import { draftOf, freshDraft } from "./draft";
import { Editor } from "./Editor";
import { briefOf, hoursWords, stepOfField, STEPS } from "./steps";

/** A workspace with two lists of which each status has some leads. */
function open(campaign: Campaign | null, at = "/campaigns/new") {
  answers("get", "/lists", { items: [aList({ counts: { leads: 40, called: 0, open: 35 } }), aList({ id: "lst_2", name: "Autumn list" })], next_cursor: null });
  answers("get", "/dispositions", { items: someDispositions() });
  answers("get", "/carriers", { items: [], kinds: [] });
  answers("get", "/leads/facets", { tags: ["vip", "VIP", "spring", "trade fair"], regions: ["US"], custom_fields: [] });
  answers("get", "/voice-agents", { items: [aVoiceAgent(), aVoiceAgent({ id: "agt_2", name: "Win back", published_version: null })], next: null } as never);
  const some: Record<string, number> = { new: 20, called: 10, callback: 5 };
  server.use(
    http.get("*/api/v1/leads", ({ request }) => {
      const query = new URL(request.url).searchParams;
      return HttpResponse.json({ items: [], next_cursor: null, total: query.get("list_id") === "lst_1" ? some[query.get("status") ?? ""] : 1, total_is_at_least: false });
    }),
  );
  return renderAs("manager", <Editor start={campaign ? draftOf(campaign) : freshDraft("Northwind", "Europe/Berlin")} campaign={campaign} />, at);
}

const save = () => screen.getByRole("button", { name: "Save" });
const summary = () => screen.getByRole("complementary", { name: "Summary" });

describe("the campaign's wizard", () => {
  it("counts the leads that would be called, in all, by list and by where they stand", async () => {
    const { user } = open(aCampaign({ state: "draft" }), "/campaigns/cmp_1/edit?step=leads");
    expect(await within(summary()).findByText("35")).toBeInTheDocument();
    expect(screen.getByText("35 of 40 would be called")).toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: /^Not called/ }));
    expect(await within(summary()).findByText("20")).toBeInTheDocument();
    expect(within(summary()).getByText("15 fewer than as it is saved")).toBeInTheDocument();
    expect(screen.getByRole("checkbox", { name: /^Called\s*10/ })).toBeInTheDocument();
  });

  it("calls only leads with one of the tags that are chosen or typed, and counts no more than is sure", async () => {
    const { user } = open(aCampaign({ state: "draft" }), "/campaigns/cmp_1/edit?step=leads");
    const found: Record<string, number> = { vip: 3, VIP: 1, spring: 2 };
    server.use(
      http.get("*/api/v1/leads", ({ request }) => {
        const query = new URL(request.url).searchParams;
        const tag = query.get("tag");
        return HttpResponse.json({ items: [], next_cursor: null, total: query.get("status") !== "new" ? 0 : tag === null ? 20 : (found[tag] ?? 0), total_is_at_least: false });
      }),
    );
    const add = screen.getByRole("combobox", { name: "Add a tag" });
    await user.type(add, "spr");
    await user.click(await screen.findByRole("option", { name: "spring" }));
    expect(await within(summary()).findByText("2")).toBeInTheDocument();
    await user.type(add, "vip");
    await user.click(await screen.findByRole("option", { name: "vip" }));
    // Leads tagged in capitals are called too, and one lead may have both tags.
    expect(await within(summary()).findByText("At most 6")).toBeInTheDocument();
    expect(screen.getByText("At most 6 of 40 would be called")).toBeInTheDocument();
    expect(within(summary()).queryByText(/as it is saved$/)).not.toBeInTheDocument();
    await user.type(add, " autumn ");
    await user.click(await screen.findByRole("option", { name: "Add “autumn”" }));
    await user.click(screen.getByRole("button", { name: "Remove spring" }));
    const asked = answers("patch", "/campaigns/cmp_1", () => problem(422, "campaign.invalid", "Something cannot be stored.", [{ field: "settings.selection.tags", code: "invalid", message: "Choose at most 20 tags of 1 to 40 characters." }]));
    await user.click(save());
    expect(await screen.findByRole("combobox", { name: "Add a tag" })).toHaveAccessibleDescription("Choose at most 20 tags of 1 to 40 characters.");
    expect(asked[0]?.body).toMatchObject({ settings: { selection: { tags: ["vip", "autumn"] } } });
    await user.click(screen.getByRole("link", { name: /^Check and start/ }));
    expect(screen.getByText("Only leads tagged “vip” or “autumn”.")).toBeInTheDocument();
  });

  it("dials for an agent who is still joining only where that is wished, and says what it costs", async () => {
    const { user } = open(aCampaign({ state: "draft" }), "/campaigns/cmp_1/edit?step=dialling");
    const asked = answers("patch", "/campaigns/cmp_1", (body) => ({ ...aCampaign(), ...(body as object) }) as never);
    await user.click(screen.getByRole("radio", { name: "Preview" }));
    expect(screen.queryByRole("switch", { name: "Dial while an agent is still joining" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "Progressive" }));
    const dials = screen.getByRole("switch", { name: "Dial while an agent is still joining" });
    expect(dials).not.toBeChecked();
    await user.click(dials);
    expect(dials).toHaveAccessibleDescription(/somebody may answer before the agent’s audio is there/);
    await user.click(screen.getByRole("link", { name: /^Check and start/ }));
    expect(screen.getByText(/^Lines are dialled while an agent is still joining/)).toBeInTheDocument();
    await user.click(save());
    await vi.waitFor(() => expect(asked[0]?.body).toMatchObject({ settings: { mode: "progressive", dials_while_joining: true } }));
  });

  it("lets a published voice agent speak, and then calls only those who agreed, unless that is not wished", async () => {
    const draft = aCampaign({ state: "draft" });
    const asked: URLSearchParams[] = [];
    const { user, container } = open({ ...draft, settings: { ...draft.settings, mode: "agentless", message: "Hello" } }, "/campaigns/cmp_1/edit?step=dialling");
    server.use(
      http.get("*/api/v1/leads", ({ request }) => {
        const query = new URL(request.url).searchParams;
        asked.push(query);
        return HttpResponse.json({ items: [], next_cursor: null, total: query.get("consent")?.startsWith("none:") ? 4 : 1, total_is_at_least: false });
      }),
    );
    await user.click(await screen.findByRole("combobox", { name: "Who speaks" }));
    expect(screen.queryByRole("option", { name: /Win back/ })).not.toBeInTheDocument();
    await user.click(await screen.findByRole("option", { name: "Mara" }));
    expect(screen.queryByRole("textbox", { name: "Message" })).not.toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("link", { name: /^Leads/ }));
    const only = await screen.findByRole("switch", { name: "Only leads who agreed to be called by an artificial voice" });
    expect(only).toBeChecked();
    expect(await screen.findByText(/12 leads are left out/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Look at them" })).toHaveAttribute("href", "/leads?consent=none%3Aai_voice&list=lst_1");
    expect(asked.some((query) => query.get("consent") === "ai_voice")).toBe(true);
    await user.click(only);
    expect(screen.getByText(/Everybody is called, agreed or not/)).toBeInTheDocument();
    const saved = answers("patch", "/campaigns/cmp_1", () => problem(409, "campaign.no_consent", "Not one lead in the lists has agreed to be called by an artificial voice."));
    save().click();
    expect(await screen.findByRole("link", { name: "Look at the leads without consent" })).toBeInTheDocument();
    expect(saved[0]?.body).toMatchObject({ settings: { mode: "agentless", voice_agent_id: "agt_1", consent_needed: false } });
  });

  it("leads to the field that the server refuses, wherever the person is", async () => {
    open(aCampaign(), "/campaigns/cmp_1/edit?step=hours");
    answers("patch", "/campaigns/cmp_1", () => problem(422, "campaign.invalid", "Something cannot be stored.", [{ field: "settings.ring_timeout_s", code: "out_of_range", message: "Must be 15 to 120 seconds, not 5." }]));
    save().click();
    const field = await screen.findByRole("textbox", { name: "Ring for at most (seconds)" });
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveAccessibleDescription("Must be 15 to 120 seconds, not 5.");
    expect(screen.getByRole("link", { name: /Dialling.*refused/ })).toHaveAttribute("aria-current", "step");
  });

  it("keeps what was written when it is left by accident, and gives it up when that is wished", async () => {
    const first = open(null);
    await first.user.type(screen.getByRole("textbox", { name: "Name" }), "Autumn");
    first.unmount();
    const { user } = open(null);
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("Autumn");
    await user.click(await screen.findByRole("button", { name: "Discard it" }));
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("");
    expect(localStorage).toHaveLength(0);
  });

  it("brings back a draft from before leads were chosen by tag", async () => {
    const draft = draftOf(aCampaign());
    const old = { ...draft, settings: { ...draft.settings, selection: { ...draft.settings.selection, tags: undefined, attempts_max: 7 } } };
    localStorage.setItem("outdial.campaign-draft.usr_1.cmp_1", JSON.stringify({ draft: old, revision: 3, at: "2026-11-21T18:40:00Z" }));
    open(aCampaign(), "/campaigns/cmp_1/edit?step=leads");
    expect(await screen.findByRole("textbox", { name: /^Most calls before/ })).toHaveValue("7");
    expect(screen.getByRole("combobox", { name: "Add a tag" })).toBeInTheDocument();
  });

  it("says when somebody changed the campaign since", async () => {
    const first = open(aCampaign({ revision: 3 }));
    await first.user.type(screen.getByRole("textbox", { name: "Name" }), " 2");
    first.unmount();
    open(aCampaign({ revision: 4 }));
    expect(screen.getByText(/Somebody changed the campaign since/)).toBeInTheDocument();
  });

  it("makes no second campaign when the start of the first is refused", async () => {
    const campaign = aCampaign({ id: "cmp_9", state: "draft", revision: 1, name: "Autumn" });
    const { user } = open({ ...campaign, id: "cmp_1" }, "/campaigns/new?step=check");
    // As for a new one, but complete.
    screen.getByRole("form", { name: "Campaign" });
    answers("patch", "/campaigns/cmp_1", () => ({ ...campaign, id: "cmp_1", revision: 2 }) as never);
    answers("post", "/campaigns/cmp_1/start", () => problem(409, "campaign.not_now", "It cannot be started now."));
    await user.click(screen.getByRole("button", { name: "Save and start" }));
    expect(await screen.findByText("It cannot be started now.")).toBeInTheDocument();
  });

  it("sends a preview with its countdown, and bridging at once", async () => {
    const { user } = open(aCampaign({ state: "draft", settings: someCampaignSettings({ mode: "progressive" }) }), "/campaigns/cmp_1/edit?step=answers");
    const asked = answers("patch", "/campaigns/cmp_1", (body) => ({ ...aCampaign(), ...(body as object) }) as never);
    await user.click(await screen.findByRole("switch", { name: "Bridge at once" }));
    await user.click(screen.getByRole("link", { name: /^Dialling/ }));
    await user.click(screen.getByRole("radio", { name: "Preview" }));
    await user.click(screen.getByRole("switch", { name: "Dial by itself after a while" }));
    await user.click(save());
    await vi.waitFor(() => expect(asked[0]?.body).toMatchObject({ settings: { mode: "preview", preview: { countdown_s: 20 }, at_once: true } }));
    expect(asked[0]?.headers.get("If-Match")).toBe('"3"');
  });

  it("says what an outcome means, also that it is tried again", async () => {
    const { user } = open(aCampaign(), "/campaigns/cmp_1/edit?step=agents");
    const asked = answers("patch", "/campaigns/cmp_1", () => aCampaign() as never);
    await user.click(screen.getByRole("switch", { name: "Own outcomes for this campaign" }));
    await user.click(await screen.findByRole("combobox", { name: "What Voicemail means" }));
    await user.click(await screen.findByRole("option", { name: "Try again" }));
    expect(screen.getByText(/called again by the rule/)).toBeInTheDocument();
    await user.click(save());
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const { settings } = asked[0]?.body as { settings: Campaign["settings"] };
    expect(settings.dispositions?.[1]).toMatchObject({ code: "voicemail", retry: true, final: false, callback: false, do_not_call: false });
  });

  it("reads out everything before it starts", async () => {
    open(aCampaign({ state: "draft" }), "/campaigns/cmp_1/edit?step=check");
    expect(await screen.findByText("Spring list. As they stand in the lists.")).toBeInTheDocument();
    expect(screen.getByText(/“Hello, this is Northwind/)).toBeInTheDocument();
    expect(screen.getByText("Whenever agents are ready.")).toBeInTheDocument();
  });
});

describe("every step", () => {
  for (const { key } of STEPS) {
    it(`has nothing for axe to find: ${key}`, async () => {
      const { container } = open(aCampaign({ settings: someCampaignSettings({ dispositions: someDispositions() }) }), `/campaigns/cmp_1/edit?step=${key}`);
      await screen.findByRole("complementary", { name: "Summary" });
      expect(await faults(container)).toEqual([]);
    });
  }
});

describe("what several lines cost", () => {
  const parallel = { mode: "parallel" as const, lines_per_seat: 3, abandon_budget_permille: 30 };
  it("is said for people at home, with the worst that a lone agent loses", () => {
    expect(parallelCosts({ ...parallel, audience: "consumer" }).join(" ")).toMatch(/15 seconds.*up to 29 of 100.*3 %/);
    expect(worstAbandonShare(1)).toBe(0);
  });
  it("is another thing for businesses, and nothing with one line", () => {
    expect(parallelCosts({ ...parallel, audience: "business" })[0]).toMatch(/cancelled at once/);
    expect(parallelCosts({ ...parallel, audience: "consumer", lines_per_seat: 1 })).toEqual(["One line for each agent is the same as progressive: nobody is abandoned."]);
    expect(parallelCosts({ ...parallel, mode: "progressive", audience: "consumer" })).toEqual([]);
  });
});

describe("the steps", () => {
  it("know their fields", () => {
    expect(["name", "settings.caps.per_day", "retry.busy.delay_minutes", "settings.preview.countdown_s", "list_ids[0]", "who knows"].map(stepOfField)).toEqual(["basics", "again", "again", "dialling", "leads", "check"]);
  });
  it("say in few words what was chosen", () => {
    const day = { start_minute: 540, end_minute: 1_080 };
    expect(hoursWords({ time_zone: "UTC", holidays: [], days: [day, day, day, day, day, null, null] })).toBe("Mon–Fri 09:00–18:00");
    expect(hoursWords({ time_zone: "UTC", holidays: [], days: [day, null, { ...day, end_minute: 720 }, null, null, null, null] })).toBe("Mon, Wed, different hours");
    expect(briefOf("dialling", draftOf(aCampaign()))).toBe("Parallel, 3 lines");
    expect(briefOf("leads", freshDraft("A", "UTC"))).toBe("No list yet");
  });
});
