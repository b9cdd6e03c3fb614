/** The list itself. Whoever scrolls through thousands has a few dozen rows in the page. */

import { Badge, Group, Table, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { StageBadge } from "@/app/shared/StageBadge";
import { When } from "@/app/shared/When";
import { percentText } from "@/features/prediction/scales";
import { useIsLearned } from "@/features/prediction/useIsLearned";
import classes from "./Contacts.module.css";
import { type Column, sortedBy } from "./search";

/** Two lines of text; every row is as high, so that the bar of the window tells the truth. */
const ROW_PX = 56;
const TAGS_SHOWN = 3;

export function ContactsTable({ contacts }: { contacts: Schemas["ContactSummary"][] }) {
  const { t } = useTranslation("contacts");
  const { category } = useSearch({ from: "/inside/contacts" });
  const predicted = useIsLearned();
  const body = useRef<HTMLDivElement>(null);
  const rows = useWindowVirtualizer({
    count: contacts.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const shown = rows.getVirtualItems();
  const above = (shown[0]?.start ?? 0) - rows.options.scrollMargin;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0) + rows.options.scrollMargin;
  return (
    <Table.ScrollContainer minWidth={760} type="native" ref={body}>
      <Table highlightOnHover stickyHeader className={classes.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("list.who")}</Table.Th>
            <Sorted column="score" right>
              {category ?? t("list.score")}
            </Sorted>
            {predicted && (
              <Sorted column="probability" right>
                {t("list.probability")}
              </Sorted>
            )}
            <Table.Th>{t("list.stage")}</Table.Th>
            <Table.Th>{t("list.tags")}</Table.Th>
            <Sorted column="seen_at">{t("list.seen")}</Sorted>
            <Sorted column="created_at">{t("list.since")}</Sorted>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {above > 0 && <tr style={{ height: above }} aria-hidden />}
          {shown.map((row) => {
            const contact = contacts[row.index];
            return contact && <Row key={contact.id} contact={contact} predicted={predicted} />;
          })}
          {below > 0 && <tr style={{ height: below }} aria-hidden />}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type RowProps = { contact: Schemas["ContactSummary"]; predicted: boolean };

function Row({ contact, predicted }: RowProps) {
  const { i18n } = useTranslation();
  return (
    <Table.Tr h={ROW_PX}>
      <Table.Td maw={340}>
        <TextLink
          to="/contacts/$contact"
          params={{ contact: contact.id }}
          fw={500}
          c="var(--mantine-color-text)"
        >
          <Name max={60}>{contact.name}</Name>
        </TextLink>
        {contact.email && contact.email !== contact.name && (
          <Text size="xs" c="dimmed" truncate>
            {contact.email}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" fw={600}>
        {contact.score}
      </Table.Td>
      {predicted && (
        <Table.Td ta="right">
          {contact.probability != null && percentText(contact.probability, i18n.language)}
        </Table.Td>
      )}
      <Table.Td>{contact.stage && <StageBadge stage={contact.stage} />}</Table.Td>
      <Table.Td>
        <Group gap={4}>
          {contact.tags.slice(0, TAGS_SHOWN).map((tag) => (
            <Badge key={tag} variant="default" tt="none" fw={500}>
              <Name max={24}>{tag}</Name>
            </Badge>
          ))}
          {contact.tags.length > TAGS_SHOWN && (
            <Text size="xs" c="dimmed">
              +{contact.tags.length - TAGS_SHOWN}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <When at={contact.seen_at} />
      </Table.Td>
      <Table.Td>
        <When at={contact.created_at} />
      </Table.Td>
    </Table.Tr>
  );
}

type SortedProps = {
  column: Column;
  right?: boolean;
  children: string;
};

/** A heading that sorts. */
function Sorted({ column, right = false, children }: SortedProps) {
  const { sort = "-created_at" } = useSearch({ from: "/inside/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const here = sort.replace("-", "") === column;
  const falling = sort.startsWith("-");
  const Arrow = falling ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th
      ta={right ? "right" : undefined}
      aria-sort={here ? (falling ? "descending" : "ascending") : "none"}
    >
      <UnstyledButton
        className={classes.sort}
        onClick={() =>
          void navigate({ search: (now) => ({ ...now, sort: sortedBy(column, sort) }) })
        }
      >
        {children}
        <Arrow size={14} aria-hidden style={{ visibility: here ? "visible" : "hidden" }} />
      </UnstyledButton>
    </Table.Th>
  );
}
