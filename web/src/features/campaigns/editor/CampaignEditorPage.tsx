import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

import { useMay, useSession } from "@/features/session/session";
import { Broken, NoPermission, Skeleton } from "@/ui/Blank";

import { campaignQuery } from "../queries";
import { draftOf, freshDraft } from "./draft";
import { Editor } from "./Editor";

/** Makes a campaign, or changes one. */
export function CampaignEditorPage() {
  const { id = "" } = useParams();
  const session = useSession();
  const campaign = useQuery({ ...campaignQuery(id), enabled: id !== "" });
  if (!useMay("campaigns.write")) return <NoPermission what="Making campaigns is for managers." />;
  if (id === "") return <Editor start={freshDraft(session.workspace.name, Intl.DateTimeFormat().resolvedOptions().timeZone)} campaign={null} />;
  if (campaign.isError && !campaign.data) return <Broken error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (!campaign.data) return <Skeleton rows={8} height={48} />;
  return <Editor key={id} start={draftOf(campaign.data)} campaign={campaign.data} />;
}
