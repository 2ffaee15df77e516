import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** Something that was said. */
export type Utterance = Schemas["Utterance"];

/** Something that the agent did while it talked. */
export type ToolUse = Schemas["ToolUse"];

/** What an AI talked about with somebody, and what came of it. */
export type Conversation = Schemas["Conversation"];
