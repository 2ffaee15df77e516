import type { MergeField } from "@/ui/fields";

/** What people write for a voice agent. */
export interface VoiceAgentSettings {
  name: string;
  /** Whose name the agent calls in. */
  company: string;
  /** What it is to achieve, and how. */
  system: string;
  first_message: string;
  end_call_message: string;
  /** Said to a machine; nothing is said when empty. */
  voicemail: string;
  voice: string;
  language: string;
  model: string;
  temperature: number;
  max_duration_s: number;
  silence_s: number;
  tools: string[];
  /** Whether it says first that it is no person, and how. */
  disclosure: { on: boolean; sentence: string };
}

/** A voice agent as it was saved last. */
export interface VoiceAgent extends VoiceAgentSettings {
  id: string;
  version: number;
  /** The version that calls are made with; none before it was first published. */
  published_version: number | null;
  published_at: string | null;
  changed_at: string;
  revision: number;
}

/** An earlier state of a voice agent. */
export interface VoiceAgentVersion {
  version: number;
  changed_at: string;
  changed_by: string | { name: string } | null;
  settings: VoiceAgentSettings;
}

/** What a voice agent may be allowed to do while it talks. */
export interface VoiceTool {
  name: string;
  description: string;
}

/** A line of a text that is compared with an earlier one. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
}

/** What of a lead an agent's texts may ask for. */
export const LEAD_FIELDS: readonly MergeField[] = [
  { name: "lead_first_name", description: "The first word of their name" },
  { name: "lead_contact_name", description: "Whom it calls" },
  { name: "lead_company_name", description: "Their company" },
  { name: "lead_title", description: "What they do there" },
  { name: "lead_notes", description: "What was noted about them" },
  { name: "lead_email", description: "Their e-mail address" },
  { name: "lead_phone_number", description: "The number that is called" },
  { name: "lead_timezone", description: "Their time zone" },
  { name: "lead_datetime", description: "Day and time by their clock" },
  { name: "today", description: "The day by their clock" },
  { name: "agent_name", description: "The agent’s name, as written here" },
  { name: "agent_company", description: "Your company, as written here" },
];

/** A voice agent to begin with. */
export function freshAgent(company: string): VoiceAgentSettings {
  return {
    name: "",
    company,
    system: "",
    first_message: "",
    end_call_message: "Thank you for your time. Goodbye.",
    voicemail: "",
    voice: "11labs/sarah",
    language: "en-US",
    model: "openai/gpt-4o",
    temperature: 0.2,
    max_duration_s: 300,
    silence_s: 26,
    tools: ["check_availability", "book_appointment", "reschedule_appointment", "cancel_appointment", "mark_not_interested", "schedule_callback", "do_not_call", "end_call"],
    disclosure: { on: true, sentence: "Hello, this is an automated assistant calling for {{agent_company}}." },
  };
}

/** What people wrote, without where it stands. */
export function settingsOf(agent: VoiceAgent): VoiceAgentSettings {
  const { name, company, system, first_message, end_call_message, voicemail, voice, language, model, temperature, max_duration_s, silence_s, tools, disclosure } = agent;
  return { name, company, system, first_message, end_call_message, voicemail, voice, language, model, temperature, max_duration_s, silence_s, tools, disclosure };
}

/** "Published", "Version 4 is not published yet": how a voice agent stands. */
export function standingOf({ version, published_version }: Pick<VoiceAgent, "version" | "published_version">): { word: string; tone: "good" | "warn" | "plain" } {
  if (published_version === null) return { word: "Not published", tone: "plain" };
  return published_version === version ? { word: `Published, version ${version}`, tone: "good" } : { word: `Changed since version ${published_version}`, tone: "warn" };
}
