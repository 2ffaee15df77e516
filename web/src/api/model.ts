import type { components } from "./schema";

// The names that the rest of the page uses for what the interface carries.
type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Role = Schemas["Role"];
export type Money = Schemas["Money"];
export type Session = Schemas["Session"];
export type NumberVerdict = Schemas["NumberVerdict"];
export type ConfirmCard = Schemas["ConfirmCard"];
export type PromptReply = Schemas["PromptReply"];
export type PromptResult = Schemas["PromptResult"];
export type NumbersCheck = Schemas["NumbersCheck"];
export type RunCreated = Schemas["RunCreated"];
export type RunLine = Schemas["RunLine"];
export type Run = Schemas["Run"];
export type Call = Schemas["Call"];
export type CallDetail = Schemas["CallDetail"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type Stats = Schemas["Stats"];
export type DncEntry = Schemas["DncEntry"];
export type Settings = Schemas["Settings"];
export type SettingsDocument = Schemas["SettingsDocument"];
export type CarrierAccount = Schemas["CarrierAccount"];
export type CarrierSpec = Schemas["CarrierKind"];
export type CarrierInput = Schemas["CarrierInput"];
export type CarrierField = Schemas["CarrierField"];
export type User = Schemas["User"];
export type ApiKey = Schemas["ApiKey"];
export type DncAdded = Schemas["DncAdded"];
export type AuditEntry = Schemas["AuditEntry"];
