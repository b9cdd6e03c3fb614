/** Points with their sign: up and down differ by more than colour. */
import { Text, type TextProps } from "@mantine/core";

export function Points({ points, ...text }: TextProps & { points: number }) {
  const sign = points > 0 ? "+" : points < 0 ? "−" : "";
  const colour = points > 0 ? "var(--runnel-up)" : points < 0 ? "var(--runnel-down)" : undefined;
  return (
    <Text
      span
      inherit
      fw={600}
      className="numbers"
      style={{ color: colour, whiteSpace: "nowrap" }}
      {...text}
    >
      {sign}
      {Math.abs(points)}
    </Text>
  );
}
