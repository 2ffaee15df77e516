import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** What people write for a voice agent. */
export type VoiceAgentSettings = Schemas["VoiceAgentSettings"];

/** A voice agent as it was saved last. */
export type VoiceAgent = Schemas["VoiceAgent"];

/** An earlier state of a voice agent. */
export type VoiceAgentVersion = Schemas["VoiceAgentVersion"];

/** A line of a text that is compared with an earlier one. */
export type DiffLine = Schemas["VoiceAgentDiffLine"];

/** A voice agent to begin with: what comes with the program, for whoever uses it. */
export function freshAgent(example: VoiceAgentSettings, company: string): VoiceAgentSettings {
  return { ...example, name: "", company };
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
