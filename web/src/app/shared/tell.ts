/** Says something in a corner of the screen. What says it is loaded when there is something to say. */
import i18next from "i18next";

export function tell(message: string, color: "water" | "red" = "water"): void {
  void import("@mantine/notifications").then(({ notifications }) =>
    notifications.show({
      message,
      color,
      closeButtonProps: { "aria-label": i18next.t("actions.close") },
    }),
  );
}
