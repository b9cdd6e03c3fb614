/** Publishing a paused flow lets it run again, and sends what its fuse held back: said before. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowSummary } from "../queries";

export function GoesOn({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation("publishing");
  if (flow.state !== "paused") return null;
  return (
    <Alert variant="light" color="yellow" p="xs">
      {t(flow.pause_reason ? "goesOnHeld" : "goesOn")}
    </Alert>
  );
}
