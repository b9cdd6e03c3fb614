/** How many wait for an objection; nothing while nobody does. */
import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { disqualificationsQuery } from "./queries";

export function ReviewCount() {
  const count = useQuery(disqualificationsQuery).data?.length ?? 0;
  if (count === 0) return null;
  return (
    <Badge variant="default" size="sm" className="numbers">
      {count}
    </Badge>
  );
}
