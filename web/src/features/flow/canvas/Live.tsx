/** Says aloud, for those who do not see the drawing, what was done or refused. */
import { VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import type { Notice } from "../session/editor";
import type { Speech } from "../words/words";
import { useEditor, useFlow } from "./context";

export function Live() {
  const { speech } = useFlow();
  const notice = useEditor((state) => state.notice);
  const text = notice ? noticeText(speech, notice) : "";
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

/** A notice may speak of something that was done, by its key. */
function noticeText({ t }: Speech, { key, values }: Notice): string {
  const step = values?.did === undefined ? {} : { step: t(`do.${values.did}`, values) };
  return t(key, { ...values, ...step });
}
