import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";

import { useMay } from "@/features/session/session";
import { carriersQuery } from "@/features/settings/carriers/queries";
import { voiceAgentsQuery } from "@/features/voice/queries";
import { count } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import type { Campaign, CampaignVersion } from "../model";
import { campaignVersionsQuery } from "../queries";
import { changeWords } from "./changes";
import styles from "./Run.module.css";

/** What was chosen for a campaign before: a button, and the versions once somebody wants to see them. */
export function Versions({ campaign }: { campaign: Campaign }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="bare" icon={<History />} onClick={() => setOpen(true)}>
        Versions
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Versions" description="What was chosen for this campaign, the newest first." wide>
        <VersionList campaign={campaign} />
      </Dialog>
    </>
  );
}

/** Each version with when and by whom it was chosen, and what it changed. */
function VersionList({ campaign: { id, revision } }: { campaign: Campaign }) {
  const versions = useQuery(campaignVersionsQuery(id, revision));
  const nameOf = useNames(versions.data ?? []);
  if (versions.isError && !versions.data) return <Broken error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Skeleton rows={4} />;
  if (versions.data.length === 0) return <p className={styles.soft}>Nothing was kept of what was chosen.</p>;
  const first = versions.data.at(-1);
  return (
    <>
      <ol className={styles.versions} aria-label="Versions of the campaign">
        {versions.data.map((version) => (
          <Version key={version.revision} version={version} isFirst={version === first && version.changes.length === 0} nameOf={nameOf} />
        ))}
      </ol>
      {first && first.changes.length > 0 && <p className={styles.soft}>Only the newest {count(versions.data.length)} are shown.</p>}
    </>
  );
}

function Version({ version: { changed_at, changed_by, changes }, isFirst, nameOf }: { version: CampaignVersion; isFirst: boolean; nameOf: (id: string) => string | undefined }) {
  return (
    <li>
      <p>
        <time dateTime={changed_at}>{dateTime(changed_at)}</time> <span className={styles.soft}>by {changed_by.name}</span>
      </p>
      {changes.length === 0 ? (
        <p className={styles.soft}>{isFirst ? "First version" : "The same choices"}</p>
      ) : (
        <dl className={styles.changes}>
          {changes
            .flatMap((change) => changeWords(change, nameOf))
            .map(({ choice, before, after }) => (
              <div key={choice}>
                <dt>{choice}</dt>
                <dd>
                  <span className={styles.soft}>{before}</span>
                  <span aria-hidden="true"> → </span>
                  <span className="visually-hidden"> became </span>
                  {after}
                </dd>
              </div>
            ))}
        </dl>
      )}
    </li>
  );
}

/** Names of the carrier accounts and voice agents that versions speak of, as far as this person may know them. */
function useNames(versions: readonly CampaignVersion[]): (id: string) => string | undefined {
  const says = (choice: string) => versions.some(({ changes }) => changes.some((change) => change.choice === choice));
  const mayReadCarriers = useMay("carriers.read");
  const mayReadAgents = useMay("voice_agents.read");
  const accounts = useQuery({ ...carriersQuery, enabled: mayReadCarriers && says("account_id") }).data?.items ?? [];
  const agents = useQuery({ ...voiceAgentsQuery, enabled: mayReadAgents && says("voice_agent_id") }).data ?? [];
  return (id) => [...accounts, ...agents].find((one) => one.id === id)?.name;
}
