/** When it happens: how far ahead, and on which day at what time. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { toTheMinute } from "@/app/shared/time";
import { useNow } from "@/app/shared/useNow";
import { When } from "@/app/shared/When";
import { dueOf } from "./due";
import type { Disqualification } from "./queries";

export function useDue({ flow, due }: Disqualification) {
  const flows = useQuery(flowsQuery).data?.items;
  const isPaused = flows?.find(({ id }) => id === flow.id)?.state === "paused";
  return dueOf(due, isPaused, useNow());
}

export function DueTime({ one }: { one: Disqualification }) {
  const { t, i18n } = useTranslation("disqualifying");
  const due = useDue(one);
  if (due === "when resumed") return <Text inherit>{t("whenResumed")}</Text>;
  if (due === "at once" || !one.due) return <Text inherit>{t("atOnce")}</Text>;
  return (
    <>
      <When at={one.due} />
      <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {toTheMinute(new Date(one.due), i18n.language)}
      </Text>
    </>
  );
}
