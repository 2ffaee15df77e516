import { ask } from "@/api/ask";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LeadDetail } from "@/features/dial/model";
import { tell } from "@/ui/toasts";

import { usePutLead } from "../queries";
import { scopeTo, type ConsentWord } from "./model";

const recordConsent = (leadId: string, body: ConsentWord) => ask<LeadDetail>("post", `/api/v1/leads/${encodeURIComponent(leadId)}/consents`, { body });

/** Writes down what a lead agrees to, or takes back. */
export function useRecordConsent(leadId: string) {
  const client = useQueryClient();
  const put = usePutLead();
  return useMutation({
    mutationFn: (word: ConsentWord) => recordConsent(leadId, word),
    onSuccess: (detail, { scope, granted }) => {
      put(detail.lead);
      client.setQueryData(["lead", leadId], detail);
      void client.invalidateQueries({ queryKey: ["automation-why", leadId] });
      tell({ title: granted ? "The consent is recorded" : "The consent is taken back", detail: `They ${granted ? "agreed" : "do not agree any more"} ${scopeTo(scope)}.` });
    },
  });
}
