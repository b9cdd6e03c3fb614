/** That older events were deleted, where a list or a number would look as if nothing was before. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { utcDay } from "./time";

/** `since` begins a day in UTC; without one, nothing was deleted. */
export function KeptSince({ since }: { since: string | null | undefined }) {
  const { t, i18n } = useTranslation();
  if (since === null || since === undefined) return null;
  return (
    <Text size="xs" c="dimmed">
      {t("keptSince", { day: utcDay(new Date(since), i18n.language) })}
    </Text>
  );
}
