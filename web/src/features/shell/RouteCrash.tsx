import { useRouteError } from "react-router";

import { Broken } from "@/ui/Blank";

/** Stands in for a page that could not be loaded, for example after the server was updated. */
export function RouteCrash() {
  const error = useRouteError();
  return (
    <main>
      <Broken error={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
