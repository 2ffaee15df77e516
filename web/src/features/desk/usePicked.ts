import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { leadQuery } from "@/features/dial/queries";
import { useDraft } from "@/ui/browser";

import type { Lead } from "./model";

/** The lead that an agent picked out of the campaign's list; a reload of the page finds it again. */
export function usePicked(campaignId: string, isOn: boolean): [Lead | null, (lead: Lead) => void] {
  const [keptId, setKeptId] = useDraft(`outdial.picker.${campaignId}.lead`);
  const [picked, setPicked] = useState<Lead | null>(null);
  const kept = useQuery({ ...leadQuery(keptId), enabled: isOn && picked === null && keptId !== "" });
  return [
    picked ?? kept.data?.lead ?? null,
    (lead) => {
      setPicked(lead);
      setKeptId(lead.id);
    },
  ];
}
