import type { Call, Run, Stats } from "@/api/model";
import type { CampaignSummary } from "@/features/campaigns/model";
import type { Seat } from "@/features/desk/model";
import type { Lead, Room } from "@/features/dial/model";
import type { Import } from "@/features/leads/model";

/** What the live channel says. */
export type LiveMessage =
  | { type: "snapshot"; seq: number; stats: Stats; calls: Call[]; runs: Run[]; rooms?: Room[]; seats?: Seat[]; imports?: Import[]; campaigns?: CampaignSummary[] }
  | { type: "changes"; seq: number; calls: Call[]; runs: Run[]; stats: Stats | null; removed: string[]; rooms?: Room[]; leads?: Lead[]; seats?: Seat[]; imports?: Import[]; campaigns?: CampaignSummary[] }
  | { type: "ping"; at: string };

/** The message in a frame, or nothing when it is none that this page knows. */
export function readMessage(frame: unknown): LiveMessage | null {
  if (typeof frame !== "string") return null;
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  const message = value as { type: unknown; seq?: unknown };
  if (message.type === "ping") return value as LiveMessage;
  if ((message.type === "snapshot" || message.type === "changes") && typeof message.seq === "number") {
    return value as LiveMessage;
  }
  return null;
}
