import { useQuery } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import { useLiveStats } from "@/live/hooks";

/** The figures of the whole log: live once the channel has spoken, asked for until then. */
export function useStats() {
  const live = useLiveStats();
  const asked = useQuery({
    queryKey: ["stats"],
    enabled: live === null,
    queryFn: ({ signal }) => body(api.GET("/api/v1/stats", { signal })),
  });
  return { stats: live ?? asked.data ?? null };
}
