/** That and why a passage is over. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useTold } from "@/features/contacts/told";
import { useFlow } from "../canvas/context";
import { Because } from "./Because";
import classes from "./Mode.module.css";
import { moment } from "./times";
import type { Passage } from "./trace";

export function Ended({ passage }: { passage: Passage }) {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  const told = useTold();
  const { ended_at: at, reason, ended_because: because } = passage;
  if (!at || !reason) return null;
  const why =
    typeof reason === "object"
      ? t("ended.failed", { why: told(reason.failed.why) })
      : t(`ended.${reason}`);
  return (
    <div className={classes.section}>
      <Text size="sm" fw={600}>
        {why}
      </Text>
      <Text size="xs" c="dimmed">
        {moment(at, speech.language)}
      </Text>
      {because && <Because reason={because} />}
    </div>
  );
}
