import { useNavigate } from "react-router";

import { PageHeader } from "@/features/shell/PageHeader";

import { CallLog } from "./CallLog";

export function CallsPage() {
  const navigate = useNavigate();
  return (
    <div>
      <PageHeader title="Calls">Every call of this workspace: those in progress first, then the newest. Rows change as the calls do.</PageHeader>
      <CallLog onFirstCall={() => void navigate("/")} />
    </div>
  );
}
