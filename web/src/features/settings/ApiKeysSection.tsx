import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";

import { api, body } from "@/api/client";
import type { ApiKey } from "@/api/model";
import { ago, dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Table } from "@/ui/Table";
import { tell } from "@/ui/toasts";
import { FormDialog } from "@/ui/FormDialog";

import { NewKeyDialog } from "./NewKeyDialog";
import { SectionHead } from "./Section";
import styles from "./Users.module.css";

export default function ApiKeysSection() {
  const keys = useQuery({ queryKey: ["api-keys"], queryFn: ({ signal }) => body(api.GET("/api/v1/api-keys", { signal })) });
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const add = (
    <Button look="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      Create a key
    </Button>
  );
  return (
    <>
      <SectionHead title="API keys" action={keys.data && keys.data.items.length > 0 && add}>
        For programs. A key is sent as <code>Authorization: Bearer</code>; the <a href="/api/v1/docs">API description</a> lists every operation.
      </SectionHead>
      {keys.isError ? (
        <Broken error={keys.error} onRetry={() => void keys.refetch()} />
      ) : !keys.data ? (
        <Skeleton rows={3} />
      ) : keys.data.items.length === 0 ? (
        <Blank icon={<KeyRound />} title="No keys yet" action={add}>
          A key lets a program place calls and read results with the rights that you choose.
        </Blank>
      ) : (
        <Table label="API keys" head={["Name", "May", "Created", "Last used", "Ends", <span key="more" className="visually-hidden">Revoke</span>]}>
          {keys.data.items.map((key) => (
            <tr key={key.id}>
              <td>
                <span className={styles.name}>{key.name}</span>
                <code className={styles.quiet}>{key.prefix}…</code>
              </td>
              <td className={styles.quiet}>{key.scopes.length > 0 ? key.scopes.join(", ") : `All of ${words(key.role).toLowerCase()}`}</td>
              <td className={styles.quiet}>{dateTime(key.created_at)}</td>
              <td className={styles.quiet}>{ago(key.last_used_at)}</td>
              <td className={styles.quiet}>{key.expires_at ? dateTime(key.expires_at) : "Never"}</td>
              <td>
                <Button look="bare" onClick={() => setRevoking(key)}>
                  Revoke
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.DELETE("/api/v1/api-keys/{id}", { params: { path: { id: apiKey.id } } }),
    onSuccess: async () => {
      tell({ title: `${apiKey.name} revoked` });
      await client.invalidateQueries({ queryKey: ["api-keys"] });
      onClose();
    },
  });
  return (
    <FormDialog
      danger
      title={`Revoke ${apiKey.name}`}
      description="Programs that use this key are refused from now on. This cannot be undone; make a new key instead."
      submit="Revoke key"
      busy={revoke.isPending}
      error={revoke.error}
      onSubmit={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
