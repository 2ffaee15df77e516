import { count } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import type { Campaign } from "./model";
import { useOrderCampaign } from "./queries";
import { modeSentence } from "./words";

/** What rings phones, or takes ringing phones back, is asked for once more. */
export function OrderDialog({ campaign, order, open, onClose }: { campaign: Campaign; order: "start" | "drain" | "stop"; open: boolean; onClose: () => void }) {
  const give = useOrderCampaign();
  const { title, about, keep, go } = WORDS[order];
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`${title} ${campaign.name}`}
      description={about(campaign)}
      footer={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button look={order === "stop" ? "danger" : "primary"} busy={give.isPending} onClick={() => give.mutate({ id: campaign.id, order }, { onSettled: onClose })}>
            {go}
          </Button>
        </>
      }
    />
  );
}

const WORDS: Record<"start" | "drain" | "stop", { title: string; about: (campaign: Campaign) => string; keep: string; go: string }> = {
  start: {
    title: "Start",
    about: ({ settings, counts: { leads, done, left_out } }) => `${modeSentence(settings)}. ${count(Math.max(0, leads - done - left_out))} leads are still to call; phones ring as soon as ${settings.mode === "agentless" ? "their hours allow it" : "an agent is ready"}.`,
    keep: "Not now",
    go: "Start dialling",
  },
  drain: { title: "Run out", about: () => "Nothing more is dialled. Lines that ring and talks go on to their end; then the campaign is over.", keep: "Keep it going", go: "Let it run out" },
  stop: {
    title: "Stop",
    about: () => "Lines that ring are cancelled now and nothing more is dialled. Talks go on to their end. To let ringing lines finish, choose “Let it run out” instead.",
    keep: "Keep it going",
    go: "Stop now",
  },
};
