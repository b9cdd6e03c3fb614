/** Who will be disqualified unless somebody objects: why, by which flow, when. */
import { Button, Center, Stack, Table, Text } from "@mantine/core";
import { IconUserX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Listing } from "@/app/shared/Listing";
import { LongText } from "@/app/shared/LongText";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { DueTime } from "./DueTime";
import { KeepButton } from "./KeepButton";
import { type Disqualification, disqualificationsQuery } from "./queries";
import { StepLink } from "./StepLink";

/** As many as anybody looks through; the rest waits for a click. */
const SHOWN = 100;

export function ReviewList() {
  const { t } = useTranslation("disqualifying");
  const all = useQuery(disqualificationsQuery);
  return (
    <Shown query={all}>
      {(items) =>
        items.length === 0 ? (
          <Empty icon={IconUserX} title={t("empty")}>
            {t("emptyText")}
          </Empty>
        ) : (
          <Rows items={items} />
        )
      }
    </Shown>
  );
}

function Rows({ items }: { items: readonly Disqualification[] }) {
  const { t } = useTranslation("disqualifying");
  const [shown, setShown] = useState(SHOWN);
  return (
    <Stack>
      <Listing
        headings={[
          t("who"),
          t("why"),
          t("flow"),
          t("when"),
          { label: t("keep"), right: true, hidden: true },
        ]}
        minWidth={760}
      >
        {items.slice(0, shown).map((one) => (
          <Row key={`${one.contact} ${one.flow.id} ${one.step.id} ${one.since}`} one={one} />
        ))}
      </Listing>
      {items.length > shown && (
        <Center>
          <Button variant="default" onClick={() => setShown(shown + SHOWN)}>
            {t("app:actions.more")}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

function Row({ one }: { one: Disqualification }) {
  const { t } = useTranslation("disqualifying");
  const mayKeep = useMay("adjustScores");
  return (
    <Table.Tr>
      <Table.Td maw={260}>
        <TextLink
          to="/contacts/$contact"
          params={{ contact: one.contact }}
          fw={500}
          c="var(--mantine-color-text)"
        >
          <Name max={60}>{one.name}</Name>
        </TextLink>
        <Text size="sm" c="dimmed">
          {t("since")} <When at={one.since} />
        </Text>
      </Table.Td>
      <Table.Td maw={340}>
        <LongText text={one.reason} />
      </Table.Td>
      <Table.Td maw={260}>
        <StepLink one={one} />
        <Text size="sm" c="dimmed">
          <Name>{one.step.name}</Name>
        </Text>
      </Table.Td>
      <Table.Td>
        <DueTime one={one} />
      </Table.Td>
      <Table.Td ta="right">
        {mayKeep && <KeepButton contact={one.contact} name={one.name} />}
      </Table.Td>
    </Table.Tr>
  );
}
