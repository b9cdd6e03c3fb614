/** Says aloud, for those who do not see the drawing, what was done or refused. */
import { VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useEditor, useFlow } from "./context";

export function Live() {
  const { speech } = useFlow();
  const notice = useEditor((state) => state.notice);
  const text = notice ? speech.t(notice.key, notice.values) : "";
  useEffect(() => {
    // What has no place on the canvas needs one on the screen.
    if (notice && notice.tone !== "quiet" && !notice.at)
      notifications.show({ message: text, color: notice.tone === "refused" ? "yellow" : "water" });
  }, [notice, text]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
