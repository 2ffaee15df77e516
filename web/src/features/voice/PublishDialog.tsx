import { useQuery } from "@tanstack/react-query";

import { FormDialog } from "@/ui/FormDialog";
import { Skeleton } from "@/ui/Blank";

import { Diff } from "./Diff";
import type { VoiceAgent } from "./model";
import { diffQuery, usePublish } from "./queries";

/** People will hear it from here on: what changes for them is shown once more. */
export function PublishDialog({ agent, onClose }: { agent: VoiceAgent; onClose: () => void }) {
  const publish = usePublish();
  const isFirst = agent.published_version === null;
  const isSame = agent.published_version === agent.version;
  const diff = useQuery({ ...diffQuery(agent.id, agent.version), enabled: !isFirst && !isSame });
  return (
    <FormDialog
      title={`Publish ${agent.name}`}
      description={isSame ? `Calls use version ${agent.version} already. Publishing it again puts it right at its host, should it have been changed or deleted there.` : isFirst ? "Calls can use it from then on." : `Calls that begin from then on use version ${agent.version} in place of ${agent.published_version}. Talks that go on keep theirs.`}
      submit={`Publish version ${agent.version}`}
      busy={publish.isPending}
      error={publish.error}
      onClose={onClose}
      onSubmit={() => publish.mutate(agent.id, { onSuccess: onClose })}
    >
      {!isFirst && !isSame && (diff.data ? <Diff lines={diff.data} label="What changes" /> : diff.isPending ? <Skeleton rows={3} /> : null)}
    </FormDialog>
  );
}
