/** What just came in through a source, and what each event did, while one looks at it. */
import { Box, Button, Group, Stack, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRadar2 } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { Card } from "@/app/shared/Card";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { consequences } from "@/features/contacts/causes";
import { useEventText, useFactText } from "@/features/contacts/fact-text";
import classes from "./Stream.module.css";

const SHOWN = 50;
const FACTS_SHOWN = 4;

/** The topic `events` has it asked for again whenever something came in. */
const latestQuery = (source: string) =>
  queryOptions({
    queryKey: ["events", source],
    queryFn: () => read(api.GET("/api/v1/events", { params: { query: { source, limit: SHOWN } } })),
  });

export function Stream({ source }: { source: string }) {
  const { t } = useTranslation("sources");
  const [paused, setPaused] = useState(false);
  const latest = useQuery({ ...latestQuery(source), enabled: !paused });
  const Sign = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Card
      title={t("stream.title")}
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Sign size={14} aria-hidden />}
          onClick={() => setPaused(!paused)}
        >
          {t(paused ? "stream.resume" : "stream.pause")}
        </Button>
      }
    >
      <Shown query={latest} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconRadar2} title={t("stream.empty")}>
              {t("stream.emptyText")}
            </Empty>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls by the keyboard
            <ol className={classes.stream} aria-label={t("stream.title")} tabIndex={0}>
              {items.map((item) => (
                <Item key={item.entry.event.id} item={item} />
              ))}
            </ol>
          )
        }
      </Shown>
    </Card>
  );
}

function Item({ item: { contact, entry } }: { item: Schemas["LatestEvent"] }) {
  const { t } = useTranslation("sources");
  const eventText = useEventText();
  const factText = useFactText();
  const facts = consequences(entry.facts).flatMap(flat);
  return (
    <li className={classes.item}>
      <Text size="sm" c="dimmed" className={classes.when}>
        <When at={entry.applied_at} />
      </Text>
      <Box miw={0}>
        <Group gap={6}>
          <TextLink
            to="/contacts/$contact"
            params={{ contact: contact.id }}
            search={{ tab: "timeline" }}
            fw={500}
          >
            <Name max={60}>{contact.name}</Name>
          </TextLink>
          <Text span className="name">
            {eventText(entry)}
          </Text>
        </Group>
        <Stack gap={0}>
          {facts.slice(0, FACTS_SHOWN).map(({ fact, place }) => (
            <Text key={place} size="sm" c="dimmed" className="name">
              {factText(fact)}
            </Text>
          ))}
          {facts.length > FACTS_SHOWN && (
            <Text size="sm" c="dimmed">
              {t("stream.more", { count: facts.length - FACTS_SHOWN })}
            </Text>
          )}
        </Stack>
      </Box>
    </li>
  );
}

type Consequence = ReturnType<typeof consequences>[number];

/** Causes before what they led to, without their order of rank: there is a line for each. */
function flat(one: Consequence): Consequence[] {
  return [one, ...one.led.flatMap(flat)];
}
