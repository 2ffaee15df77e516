import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";

import { dateTime } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card, Tag } from "@/ui/Card";

import type { VoiceAgent, VoiceAgentSettings } from "./model";
import { versionsQuery } from "./queries";
import styles from "./Voice.module.css";

/** What was saved before; an earlier version is put into the form, and counts once it is saved again. */
export function Versions({ agent, onUse }: { agent: VoiceAgent; onUse: ((settings: VoiceAgentSettings) => void) | null }) {
  const versions = useQuery(versionsQuery(agent.id));
  return (
    <Card title="Versions">
      {versions.isError && !versions.data ? (
        <Broken error={versions.error} onRetry={() => void versions.refetch()} />
      ) : !versions.data ? (
        <Skeleton rows={3} />
      ) : versions.data.length === 0 ? (
        <p className={styles.soft}>Nothing was saved before.</p>
      ) : (
        <ol className={styles.versions}>
          {versions.data.map(({ version, changed_at, changed_by, settings }) => (
            <li key={version}>
              <span className={styles.grow}>
                Version {version} <span className={styles.soft}>{[dateTime(changed_at), changed_by].filter(Boolean).join(", ")}</span>
              </span>
              {version === agent.published_version && <Tag tone="good">Published</Tag>}
              {onUse && version !== agent.version && (
                <Button look="bare" icon={<RotateCcw />} onClick={() => onUse(settings)} aria-label={`Use again: version ${version}`}>
                  Use again
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
