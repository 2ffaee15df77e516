import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** A word of a lead about what it agrees to. */
export type LeadConsent = Schemas["LeadConsent"];

/** What is written down. */
export type ConsentWord = Schemas["ConsentWord"];

/** What everybody in a file has agreed to. */
export type ImportConsents = Schemas["ImportConsents"];

/** Begins a filter for those who have not agreed. */
const MISSING = "none:";

export type Scope = "ai_voice" | "human_call" | "recording" | "email";

/** What somebody can agree to: as a word, and as it ends "they agreed". */
export const SCOPES: Readonly<Record<Scope, { word: string; to: string }>> = {
  ai_voice: { word: "AI voice", to: "to be called by an artificial voice" },
  human_call: { word: "Call by a person", to: "to be called by a person" },
  recording: { word: "Recording", to: "to be recorded" },
  email: { word: "E-mail", to: "to be written to" },
};

export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

export const SCOPE_CHOICES = ALL_SCOPES.map((value) => ({ value, label: SCOPES[value].word }));

/** A scope as people read it; one that this page does not know yet by its own word. */
export function scopeWord(scope: string): string {
  return SCOPES[scope as Scope]?.word ?? scope.replaceAll("_", " ");
}

/** "to be called by an artificial voice": what a scope is to agree to. */
export function scopeTo(scope: string): string {
  return SCOPES[scope as Scope]?.to ?? `to “${scopeWord(scope)}”`;
}

/** By whether leads agreed to something, as it is filtered. */
export const CONSENT_CHOICES = [
  { value: "", label: "Whatever they agreed to" },
  ...ALL_SCOPES.flatMap((scope) => [
    { value: scope, label: consentWords(scope) },
    { value: `${MISSING}${scope}`, label: consentWords(`${MISSING}${scope}`) },
  ]),
];

/** "Consent: AI voice", "No consent: AI voice". */
export function consentWords(filter: string): string {
  const isMissing = filter.startsWith(MISSING);
  return `${isMissing ? "No consent" : "Consent"}: ${scopeWord(isMissing ? filter.slice(MISSING.length) : filter)}`;
}

/** The address of the leads that have not agreed to something, of one list or of all. */
export function withoutConsent(scope: Scope, listIds: readonly string[]): string {
  const query = new URLSearchParams({ consent: `${MISSING}${scope}`, ...(listIds.length === 1 && listIds[0] ? { list: listIds[0] } : {}) });
  return `/leads?${query}`;
}

/** What the server takes at most. */
export const SOURCE_MAX = 300;
