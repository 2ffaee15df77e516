import { useQuery } from "@tanstack/react-query";

import { listsQuery } from "@/features/dial/queries";
import { voiceAgentsQuery } from "@/features/voice/queries";
import { count, counted, microMoney } from "@/format/amounts";
import { FormDialog } from "@/ui/FormDialog";
import { tell } from "@/ui/toasts";

import styles from "./Automation.module.css";
import { settingsOf, type Automation } from "./model";
import { useSaveAutomation } from "./queries";

/** Phones ring by themselves from here on: who is called, how often and for how much is said once more. */
export function SwitchOnDialog({ automation, onClose }: { automation: Automation; onClose: () => void }) {
  const save = useSaveAutomation();
  const agents = useQuery(voiceAgentsQuery).data ?? [];
  const lists = useQuery(listsQuery).data?.items ?? [];
  const { voice_agent_id, list_ids, batch, every_minutes, cron, max_attempts, retry_minutes, budget_micros_per_day, budget_currency, consent_needed, without_consent } = automation;
  const chosen = lists.filter(({ id }) => list_ids.includes(id));
  const open = chosen.reduce((sum, { counts }) => sum + counts.open, 0);
  return (
    <FormDialog
      title="Switch automation on"
      submit="Switch it on"
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(
          { revision: automation.revision, settings: { ...settingsOf(automation), enabled: true } },
          {
            onSuccess: () => {
              tell({ title: "Automation is on" });
              onClose();
            },
          },
        )
      }
    >
      <p>
        {every_minutes !== null ? every_minutes === 1 ? "Every minute" : `Every ${counted(every_minutes, "minute")}` : `At the times of “${cron ?? ""}”`}, up to <strong>{counted(batch, "lead")}</strong> that are due are called by{" "}
        <strong>{agents.find(({ id }) => id === voice_agent_id)?.name ?? "the voice agent"}</strong>.
      </p>
      <p>
        {chosen.length > 0 ? `${chosen.map(({ name }) => name).join(", ")}: ${count(open)} leads are open.` : `From ${counted(list_ids.length, "list")}.`} Each is called at most {counted(max_attempts, "time")}, not before{" "}
        {counted(retry_minutes, "minute")} after the last call, and only within their hours.
      </p>
      {consent_needed === false ? (
        <p>Leads are called whether they agreed to an artificial voice or not.</p>
      ) : (
        without_consent !== undefined && without_consent > 0 && <p>{counted(without_consent, "lead is", "leads are")} left out, as no consent to an artificial voice is recorded.</p>
      )}
      <p className={styles.soft}>{budget_micros_per_day === null ? "There is no daily budget: only the workspace’s limits hold." : `It stops for the day at ${microMoney({ micros: budget_micros_per_day, currency: budget_currency })}; what is paid in other currencies is not counted.`}</p>
    </FormDialog>
  );
}
