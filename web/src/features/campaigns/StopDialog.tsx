import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import type { Campaign } from "./model";
import { useOrderCampaign } from "./queries";

/** Stopping takes ringing phones back: that is asked for once more. */
export function StopDialog({ campaign, open, onClose }: { campaign: Campaign; open: boolean; onClose: () => void }) {
  const order = useOrderCampaign();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Stop ${campaign.name}`}
      description="Lines that ring are cancelled now and nothing more is dialled. Talks go on to their end. To let ringing lines finish, choose “Let it run out” instead."
      footer={
        <>
          <Button onClick={onClose}>Keep it going</Button>
          <Button look="danger" busy={order.isPending} onClick={() => order.mutate({ id: campaign.id, order: "stop" }, { onSettled: onClose })}>
            Stop now
          </Button>
        </>
      }
    />
  );
}
