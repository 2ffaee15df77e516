import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, KeyRound, Plus, Trash2, UserCheck, UserX } from "lucide-react";
import { useState } from "react";

import { api, body } from "@/api/client";
import type { Role, User } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { useSession } from "@/features/session/session";
import { ago } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { Menu, MenuItem } from "@/ui/Menu";
import { Select } from "@/ui/Select";
import { Table } from "@/ui/Table";
import { complain, tell } from "@/ui/toasts";

import { NewUserDialog } from "./NewUserDialog";
import { RemoveUserDialog } from "./RemoveUserDialog";
import { ROLES } from "./roles";
import { SectionHead } from "./Section";
import styles from "./Users.module.css";
import { UserPasswordDialog } from "./UserPasswordDialog";

type Open = { dialog: "new" } | { dialog: "password" | "remove"; user: User };

export default function UsersSection() {
  const client = useQueryClient();
  const { user: me } = useSession();
  const users = useQuery({ queryKey: ["users"], queryFn: ({ signal }) => body(api.GET("/api/v1/users", { signal })) });
  const [open, setOpen] = useState<Open | null>(null);
  const change = useMutation({
    mutationFn: ({ id, ...part }: { id: string; role?: Role; disabled?: boolean }) =>
      body(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body: part })),
    onSuccess: (user) => tell({ title: `${user.name} changed` }),
    onError: (error) => complain("The user was not changed", sentenceFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ["users"] }),
  });
  const close = () => setOpen(null);
  return (
    <>
      <SectionHead
        title="Users"
        action={
          <Button look="primary" icon={<Plus />} onClick={() => setOpen({ dialog: "new" })}>
            Add a user
          </Button>
        }
      >
        Who may sign in. Administrators do everything; managers run calls and settings; agents call.
      </SectionHead>
      {users.isError ? (
        <Broken error={users.error} onRetry={() => void users.refetch()} />
      ) : !users.data ? (
        <Skeleton rows={4} />
      ) : (
        <Table label="Users" head={["Name", "Role", "Last seen", <span key="more" className="visually-hidden">More</span>]}>
          {users.data.items.map((user) => (
            <tr key={user.id}>
              <td>
                <span className={styles.name}>
                  {user.name}
                  {user.id === me.id && <Tag>You</Tag>}
                  {user.disabled && <Tag tone="warn">Disabled</Tag>}
                </span>
                <span className={styles.quiet}>{user.email}</span>
              </td>
              <td>
                <Select label={`Role of ${user.name}`} className={styles.role} disabled={user.id === me.id} value={user.role} choices={ROLES} onChange={(role) => change.mutate({ id: user.id, role })} />
              </td>
              <td className={styles.quiet}>{ago(user.last_seen_at)}</td>
              <td>
                <Menu trigger={<IconButton label={`More for ${user.name}`} icon={<Ellipsis />} />}>
                  <MenuItem icon={<KeyRound />} onClick={() => setOpen({ dialog: "password", user })}>
                    Set a password
                  </MenuItem>
                  {user.id !== me.id && (
                    <>
                      <MenuItem icon={user.disabled ? <UserCheck /> : <UserX />} onClick={() => change.mutate({ id: user.id, disabled: !user.disabled })}>
                        {user.disabled ? "Enable" : "Disable"}
                      </MenuItem>
                      <MenuItem icon={<Trash2 />} danger onClick={() => setOpen({ dialog: "remove", user })}>
                        Remove
                      </MenuItem>
                    </>
                  )}
                </Menu>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {open?.dialog === "new" && <NewUserDialog onClose={close} />}
      {open?.dialog === "password" && <UserPasswordDialog user={open.user} onClose={close} />}
      {open?.dialog === "remove" && <RemoveUserDialog user={open.user} onClose={close} />}
    </>
  );
}
