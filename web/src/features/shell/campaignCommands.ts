import type { Campaign } from "@/features/campaigns/model";
import { mayBe } from "@/features/campaigns/orders";

/** What may be asked of a campaign by typing. */
export type CampaignVerb = "open" | "report" | "change" | "start" | "pause" | "drain" | "stop";

export interface CampaignCommand {
  verb: CampaignVerb;
  campaign: Campaign;
}

/** What a typed text may ask of campaigns: "pause spring", "stop campaign dentists", or just a part of a name. */
export function campaignCommands(text: string, campaigns: readonly Campaign[], mayWrite: boolean): { commands: CampaignCommand[]; isOrder: boolean } {
  const typed = text.trim().toLowerCase();
  const asked = verbOf(typed);
  const rest = (asked ? typed.slice(asked.word.length) : typed).trim().replace(/^(the\s+)?campaigns?\b\s*/, "");
  const named = campaigns.filter(({ name }) => name.toLowerCase().includes(rest));
  const allowed = (verb: CampaignVerb, campaign: Campaign) => verb === "open" || verb === "report" || (mayWrite && (verb === "change" || mayBe(campaign.state, verb)));
  if (asked) {
    const commands = named.filter((campaign) => allowed(asked.verb, campaign)).map((campaign) => ({ verb: asked.verb, campaign }));
    return { commands: commands.slice(0, COMMANDS_MAX), isOrder: commands.length > 0 };
  }
  if (rest.length < NAME_MIN) return { commands: [], isOrder: false };
  // Of one campaign everything is offered, of several only what leads to them.
  const verbs: readonly CampaignVerb[] = named.length === 1 ? ["open", "start", "pause", "drain", "stop", "report", "change"] : ["open"];
  const commands = named.slice(0, COMMANDS_MAX).flatMap((campaign) => verbs.filter((verb) => allowed(verb, campaign)).map((verb) => ({ verb, campaign })));
  return { commands, isOrder: false };
}

/** A command as it is offered: "Pause Spring offer". */
export function commandWords({ verb, campaign }: CampaignCommand): string {
  const starts = campaign.state === "draft" ? "Start" : "Go on with";
  const words: Record<CampaignVerb, string> = { open: "Open", report: "Report of", change: "Change", start: starts, pause: "Pause", drain: "Let run out:", stop: "Stop" };
  return `${words[verb]} ${campaign.name}`;
}

function verbOf(typed: string): { verb: CampaignVerb; word: string } | null {
  const found = VERBS.find(({ word }) => typed === word || typed.startsWith(`${word} `));
  return found ?? null;
}

/** Longer words before those that they begin with. */
const VERBS: readonly { word: string; verb: CampaignVerb }[] = [
  { word: "go on with", verb: "start" },
  { word: "report of", verb: "report" },
  { word: "let run out", verb: "drain" },
  { word: "go on", verb: "start" },
  { word: "go to", verb: "open" },
  { word: "open", verb: "open" },
  { word: "show", verb: "open" },
  { word: "report", verb: "report" },
  { word: "change", verb: "change" },
  { word: "edit", verb: "change" },
  { word: "start", verb: "start" },
  { word: "resume", verb: "start" },
  { word: "pause", verb: "pause" },
  { word: "drain", verb: "drain" },
  { word: "stop", verb: "stop" },
];
const NAME_MIN = 2;
const COMMANDS_MAX = 5;
