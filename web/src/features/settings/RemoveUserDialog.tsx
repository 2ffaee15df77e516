import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { User } from "@/api/model";
import { tell } from "@/ui/toasts";
import { FormDialog } from "@/ui/FormDialog";


export function RemoveUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.DELETE("/api/v1/users/{id}", { params: { path: { id: user.id } } }),
    onSuccess: async () => {
      tell({ title: `${user.name} removed` });
      await client.invalidateQueries({ queryKey: ["users"] });
      onClose();
    },
  });
  return (
    <FormDialog
      danger
      title={`Remove ${user.name}`}
      description="They are signed out and cannot sign in any more. Their calls and what they changed stay on record under their name."
      submit="Remove user"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
