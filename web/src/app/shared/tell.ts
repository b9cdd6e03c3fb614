/** Says something in a corner of the screen. What says it is loaded when there is something to say. */
export function tell(message: string, color: "water" | "red" = "water"): void {
  void import("@mantine/notifications").then(({ notifications }) =>
    notifications.show({ message, color }),
  );
}
