import type { Role } from "@/api/model";
import type { Choice } from "@/ui/Select";

export const ROLES: readonly Choice<Role>[] = [
  { value: "admin", label: "Administrator" },
  { value: "manager", label: "Manager" },
  { value: "agent", label: "Agent" },
];
