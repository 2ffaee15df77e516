import { useQuery } from "@tanstack/react-query";
import { Plus, RadioTower } from "lucide-react";
import { useState } from "react";

import type { CarrierAccount } from "@/api/model";
import { useMay } from "@/features/session/session";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import { SectionHead } from "../Section";
import { CarrierCard } from "./CarrierCard";
import { CarrierDialog } from "./CarrierDialog";
import styles from "./Carriers.module.css";
import { carriersQuery } from "./queries";

export default function CarriersSection() {
  const carriers = useQuery(carriersQuery);
  const mayWrite = useMay("carriers.write");
  const [editing, setEditing] = useState<CarrierAccount | "new" | null>(null);
  return (
    <>
      <SectionHead
        title="Carriers"
        action={
          mayWrite && (
            <Button look="primary" icon={<Plus />} disabled={!carriers.data} onClick={() => setEditing("new")}>
              Add a carrier
            </Button>
          )
        }
      >
        The phone networks that place calls. New calls go through the default.
      </SectionHead>
      {carriers.isError ? (
        <Broken error={carriers.error} onRetry={() => void carriers.refetch()} />
      ) : !carriers.data ? (
        <Skeleton rows={3} height={72} />
      ) : carriers.data.items.length === 0 ? (
        <Blank icon={<RadioTower />} title="No carrier yet">
          Add an account, test the connection, and calls can be made.
        </Blank>
      ) : (
        <ul className={styles.list}>
          {carriers.data.items.map((account) => (
            <CarrierCard key={account.id} account={account} kinds={carriers.data.kinds} onEdit={() => setEditing(account)} />
          ))}
        </ul>
      )}
      {editing && carriers.data && (
        <CarrierDialog account={editing === "new" ? null : editing} kinds={carriers.data.kinds} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
