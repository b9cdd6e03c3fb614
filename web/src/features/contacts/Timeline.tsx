/** Everything that happened to a contact, newest first, and what followed from each event. */
import { Box, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { KeptSince } from "@/app/shared/KeptSince";
import { Listed } from "@/app/shared/Listed";
import { keptSince } from "@/app/shared/pages";
import { Empty } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import classes from "./Contacts.module.css";
import { type Consequence, consequences } from "./causes";
import { eventIcon } from "./event-icon";
import { useEventText, useFactText } from "./fact-text";
import { type TimelineEntry, timelineQuery } from "./queries";

export function Timeline({ contact }: { contact: string }) {
  const { t } = useTranslation("contacts");
  const timeline = useInfiniteQuery(timelineQuery(contact));
  const since = useInfiniteQuery({ ...timelineQuery(contact), select: keptSince }).data;
  return (
    <Card title={t("profile.timeline")}>
      <Listed query={timeline} empty={<Empty icon={IconHistory} title={t("timeline.empty")} />}>
        {(entries) => (
          <Stack gap="md" component="ol" p={0} m={0} style={{ listStyle: "none" }}>
            {entries.map((entry) => (
              <Entry key={entry.event.id} entry={entry} />
            ))}
          </Stack>
        )}
      </Listed>
      <KeptSince since={since} />
    </Card>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation("contacts");
  const eventText = useEventText();
  const Sign = eventIcon(entry.event.name);
  const origin = entry.by ?? entry.source?.name;
  return (
    <li>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="default" radius="xl" size={28} aria-hidden>
          <Sign size={15} stroke={1.6} />
        </ThemeIcon>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
            <Text fw={500} className={classes.said}>
              {eventText(entry)}
            </Text>
            <Text size="sm" c="dimmed">
              <When at={entry.event.occurred_at} />
            </Text>
          </Group>
          {(origin || entry.historic) && (
            <Text size="sm" c="dimmed">
              {origin && t("timeline.from", { name: origin })}
              {entry.historic && ` · ${t("timeline.historic")}`}
            </Text>
          )}
          <Followed all={consequences(entry.facts)} />
        </Box>
      </Group>
    </li>
  );
}

/** What followed from what, one level further in for each cause. */
function Followed({ all }: { all: Consequence[] }) {
  const factText = useFactText();
  if (all.length === 0) return null;
  return (
    <ul className={classes.causes}>
      {all.map(({ fact, place, led }) => (
        <li key={place}>
          <Text size="sm">{factText(fact)}</Text>
          <Followed all={led} />
        </li>
      ))}
    </ul>
  );
}
