/** Beside a name in a list: a newer version of it waits until the past has been counted. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Kind, preparationsQuery } from "./queries";
import { standingOf } from "./standing";
import { useStandingText } from "./useStandingText";

export function WaitingMark({ kind, subject }: { kind: Kind; subject: string }) {
  const textOf = useStandingText();
  const one = useQuery(preparationsQuery(kind)).data?.find((any) => any.subject === subject);
  if (!one) return null;
  return (
    <Text size="xs" mt={2} className="numbers">
      {textOf(standingOf(one))}
    </Text>
  );
}
