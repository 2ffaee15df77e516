import { ChartColumn, Hourglass, Megaphone, Pause, Pencil, Play, Square, type LucideIcon } from "lucide-react";
import { useNavigate } from "react-router";

import type { Campaign } from "@/features/campaigns/model";
import { useCampaigns, useOrderCampaign } from "@/features/campaigns/queries";
import { stateLook } from "@/features/campaigns/words";
import { LookMark } from "@/features/desk/LookMark";
import { useMay } from "@/features/session/session";

import { campaignCommands, commandWords, type CampaignCommand, type CampaignVerb } from "./campaignCommands";
import type { Entry } from "./Palette";

/** An order that rings phones or takes ringing ones back waits for a yes. */
export interface Asking {
  campaign: Campaign;
  order: "start" | "drain" | "stop";
}

/** What the palette offers about campaigns. */
export function useCampaignEntries(text: string, onClose: () => void, ask: (asking: Asking) => void): { entries: Entry[]; isOrder: boolean } {
  const navigate = useNavigate();
  const mayRead = useMay("campaigns.read");
  const campaigns = useCampaigns(mayRead).data ?? [];
  const order = useOrderCampaign();
  const { commands, isOrder } = campaignCommands(text, mayRead ? campaigns : [], useMay("campaigns.write"));
  const go = (path: string) => {
    onClose();
    void navigate(path);
  };
  const run = ({ verb, campaign }: CampaignCommand) => {
    const id = encodeURIComponent(campaign.id);
    switch (verb) {
      case "open":
        return go(`/campaigns/${id}`);
      case "change":
        return go(`/campaigns/${id}/edit`);
      case "report":
        return go(`/reports?campaign=${id}`);
      case "pause":
        order.mutate({ id: campaign.id, order: "pause" });
        return onClose();
      case "start":
      case "drain":
      case "stop":
        return ask({ campaign, order: verb });
    }
  };
  const entries = commands.map((command): Entry => {
    const Icon = ICONS[command.verb];
    return {
      id: `${command.verb} ${command.campaign.id}`,
      group: "Campaigns",
      icon: <Icon />,
      title: commandWords(command),
      // Said once of each campaign.
      hint: command.verb === "open" || isOrder ? <LookMark look={stateLook(command.campaign.state)} /> : undefined,
      run: () => run(command),
    };
  });
  return { entries, isOrder };
}

const ICONS: Record<CampaignVerb, LucideIcon> = { open: Megaphone, report: ChartColumn, change: Pencil, start: Play, pause: Pause, drain: Hourglass, stop: Square };
