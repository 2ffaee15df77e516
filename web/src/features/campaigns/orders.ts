import type { CampaignOrder, CampaignState } from "./model";

const MAY: Record<CampaignState, readonly CampaignOrder[]> = {
  draft: ["start", "clone"],
  running: ["pause", "drain", "stop", "clone"],
  paused: ["start", "drain", "stop", "clone"],
  draining: ["start", "pause", "stop", "clone"],
  stopped: ["start", "clone"],
  finished: ["start", "clone"],
};

/** Whether an order makes sense as a campaign stands. */
export function mayBe(state: CampaignState, order: CampaignOrder): boolean {
  return MAY[state].includes(order);
}
