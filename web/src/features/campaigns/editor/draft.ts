import type { Campaign, CampaignInput, CampaignSettings, RetryRule } from "../model";

/** What a new campaign is made of until somebody chooses otherwise. */
export function freshDraft(company: string, zone: string): CampaignInput {
  const rule = (attempts_max: number, delay_minutes: number, next_number: boolean, other_hour: boolean): RetryRule => ({ attempts_max, delay_minutes, next_number, other_hour });
  const office = { start_minute: 540, end_minute: 1_080 };
  return {
    name: "",
    list_ids: [],
    settings: {
      mode: "parallel",
      audience: "consumer",
      lines_per_seat: 3,
      calls_at_once: 10,
      selection: { statuses: [], regions: [], tags: [], attempts_max: null },
      order: "list_order",
      account_id: null,
      caller_id: null,
      ring_timeout_s: 25,
      time_limit_s: 7_200,
      amd: { policy: "hang_up", unknown: "human", verdict_limit_ms: 4_000 },
      voicemail: "",
      waiting_sound: "silence",
      wait_limit_ms: 2_000,
      safe_harbour: { company, phone: "", opt_out_key: "9", words: null },
      message: "",
      schedule: { time_zone: zone, days: [office, office, office, office, office, null, null], holidays: [] },
      script: "",
      dispositions: null,
      disposition_required: true,
      wrap_up_s: 60,
      retry: {
        no_answer: rule(5, 240, true, true),
        busy: rule(5, 15, false, false),
        failed: rule(3, 60, true, false),
        machine: rule(5, 1_440, true, true),
        voicemail_left: rule(3, 4_320, false, true),
        abandoned: rule(5, 30, false, false),
        disposition: rule(5, 1_440, false, false),
      },
      caps: { per_day: 3, in_all: null },
      abandon_budget_permille: 30,
      record: false,
      preview: { countdown_s: null },
      at_once: false,
      dials_while_joining: false,
      pulse: null,
      voice_agent_id: null,
      consent_needed: false,
    },
  };
}

export function draftOf({ name, list_ids, settings }: Campaign): CampaignInput {
  return { name, list_ids, settings };
}

/** Something that keeps a campaign from being started, and where it is put right. */
export interface Gap {
  section: SectionKey;
  sentence: string;
}

export type SectionKey = "basics" | "leads" | "dialling" | "answers" | "hours" | "agents" | "again";

/** What is missing before a campaign may dial, as the server will say. */
export function gapsOf({ name, list_ids, settings }: CampaignInput): Gap[] {
  const gaps: Gap[] = [];
  const gap = (section: SectionKey, sentence: string, isMissing: boolean) => {
    if (isMissing) gaps.push({ section, sentence });
  };
  const { safe_harbour: harbour, schedule } = settings;
  const talks = settings.mode === "progressive" || settings.mode === "parallel";
  gap("basics", "Give the campaign a name.", name.trim() === "");
  gap("leads", "Choose at least one list.", list_ids.length === 0);
  gap("answers", "Say in whose name you call: somebody may answer for whom nobody is free.", talks && harbour.company.trim() === "");
  gap("answers", "Say under which number you are reached.", talks && harbour.phone.replace(/\D/g, "").length < 5);
  gap("answers", "Your own words must contain {company} and {phone}.", talks && harbour.words !== null && !(harbour.words.includes("{company}") && harbour.words.includes("{phone}")));
  gap("answers", "Write what is left on answering machines, or have them hung up.", settings.amd.policy === "voicemail_drop" && settings.mode !== "agentless" && settings.voicemail.trim() === "");
  gap("dialling", "Write what is said to whoever answers.", settings.mode === "agentless" && settings.voice_agent_id === null && settings.message.trim() === "");
  gap("hours", "Choose hours for at least one weekday.", schedule !== null && schedule.days.every((day) => day === null));
  gap("hours", "The hours of a day must open before they close.", schedule !== null && schedule.days.some((day) => day !== null && day.start_minute >= day.end_minute));
  return gaps;
}

/** What a person hears for whom nobody was free, as it is spoken. */
export function spokenHarbour({ company, phone, opt_out_key: key, words }: CampaignSettings["safe_harbour"]): string {
  const who = company || "…";
  const number = phone || "…";
  const text = words ? words.replaceAll("{company}", who).replaceAll("{phone}", number) : `Hello, this is ${who}. We are sorry that nobody could speak with you just now. You can reach us at ${number}.`;
  return key ? `${text} To be called no more, press ${key === "*" ? "star" : key} now.` : text;
}
