/** What Runnel gave up on: try it again, or let it go. */

import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { Listed } from "@/app/shared/Listed";
import { LongText } from "@/app/shared/LongText";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Empty } from "@/app/shared/states";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { contactQuery } from "@/features/contacts/queries";
import { deadLettersQuery } from "./queries";

const KINDS = ["input", "effect", "unreadable"] as const;

export default function DeadLetters() {
  const { t } = useTranslation("settings");
  const letters = useInfiniteQuery(deadLettersQuery);
  return (
    <Stack>
      <Text c="dimmed">{t("dead.about")}</Text>
      <Listed
        query={letters}
        empty={
          <Empty icon={IconMailCheck} title={t("dead.empty")}>
            {t("dead.emptyText")}
          </Empty>
        }
      >
        {(items) => (
          <Stack gap="xs">
            {items.map((letter) => (
              <Letter key={letter.id} letter={letter} />
            ))}
          </Stack>
        )}
      </Listed>
    </Stack>
  );
}

function Letter({ letter }: { letter: Schemas["DeadLetterResponse"] }) {
  const { t } = useTranslation("settings");
  const ask = useAsk();
  const params = { path: { id: letter.id } };
  const retry = useWrite({
    send: () => read(api.POST("/api/v1/dead-letters/{id}/retry", { params })),
    touches: ["dead-letters", "contacts"],
    done: () => t("dead.retried"),
  });
  const remove = useWrite({
    send: () => read(api.DELETE("/api/v1/dead-letters/{id}", { params })),
    touches: ["dead-letters"],
    done: () => t("dead.deleted"),
  });
  const kind = KINDS.find((known) => known === letter.kind) ?? "unreadable";
  return (
    <Paper component="article" withBorder p="md" bg="var(--runnel-raised)">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <Text fw={500}>{t(`dead.kinds.${kind}`)}</Text>
          <Text>
            <LongText text={letter.reason} />
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <TextLink
              to="/contacts/$contact"
              params={{ contact: letter.contact }}
              inherit
              underline="always"
            >
              <ContactName id={letter.contact} />
            </TextLink>
            {" · "}
            <When at={letter.at} />
            {letter.url && (
              <>
                {" "}
                · <Name max={200}>{letter.url}</Name>
              </>
            )}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="default"
            size="xs"
            loading={retry.isPending}
            onClick={() => retry.mutate()}
          >
            {t("dead.retry")}
          </Button>
          <Button
            variant="default"
            size="xs"
            loading={remove.isPending}
            onClick={() =>
              ask({
                title: t("dead.deleteTitle"),
                text: t(`dead.deleteText.${kind}`),
                verb: t("dead.delete"),
                onYes: () => remove.mutate(),
              })
            }
          >
            {t("dead.delete")}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

/** A letter knows only whose it is by id, and letters are few. */
function ContactName({ id }: { id: string }) {
  const contact = useQuery({ ...contactQuery(id), staleTime: 300_000 });
  return <Name>{contact.data?.name ?? id}</Name>;
}
