/** One segment: its rule in words, who is in it, and the rule's editor. */

import { Button, Stack, Table, Text } from "@mantine/core";
import { IconPencil, IconTrash, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { short } from "@/app/shared/foreign";
import { Listed } from "@/app/shared/Listed";
import { Listing } from "@/app/shared/Listing";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { Waiting } from "@/features/preparing/Waiting";
import classes from "@/features/rule/Rule.module.css";
import { useRuleSentence } from "@/features/rule/useRuleSentence";
import { membersQuery, type Segment, segmentQuery } from "./queries";
import { SegmentForm } from "./SegmentForm";
import { useSave } from "./useSave";

export default function SegmentPage() {
  const { t } = useTranslation("segments");
  const { segment: id } = useParams({ from: "/inside/segments/$segment" });
  const segment = useQuery(segmentQuery(id));
  return (
    <Page
      title={segment.data?.name ?? t("app:sections.segments")}
      crumbs={<TextLink to="/segments">{t("app:sections.segments")}</TextLink>}
      actions={segment.data && <DeleteButton segment={segment.data} />}
    >
      <Shown query={segment}>
        {(data) => (
          <Stack>
            <Waiting kind="segment" subject={id} isPublished={() => true} />
            <RuleCard key={data.version} segment={data} />
            <Members id={id} count={data.members} />
          </Stack>
        )}
      </Shown>
    </Page>
  );
}

function RuleCard({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const [editing, setEditing] = useState(false);
  const mayEdit = useMay("editFlows");
  const sentence = useRuleSentence(segment.rule);
  const save = useSave({ after: () => setEditing(false) });
  return (
    <Card
      title={t("rule")}
      action={
        mayEdit &&
        !editing && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setEditing(true)}
          >
            {t("edit")}
          </Button>
        )
      }
    >
      {editing ? (
        <SegmentForm
          name={segment.name}
          rule={segment.rule}
          verb={t("app:actions.save")}
          pending={save.isPending}
          error={save.error}
          mayStartFlows
          onSave={(name, rule, startFlows) =>
            save.mutate({ id: segment.id, name, rule, startFlows })
          }
          onCancel={() => setEditing(false)}
        />
      ) : (
        <Text className={classes.sentence}>{sentence(segment.rule)}</Text>
      )}
    </Card>
  );
}

function Members({ id, count }: { id: string; count: number }) {
  const { t } = useTranslation("segments");
  const members = useInfiniteQuery(membersQuery(id));
  return (
    <Card title={t("members", { count })}>
      <Listed
        query={members}
        empty={
          <Empty icon={IconUsers} title={t("noMembers")}>
            {t("noMembersText")}
          </Empty>
        }
      >
        {(items) => (
          <Listing minWidth={320} headings={[t("member"), t("since")]}>
            {items.map((member) => (
              <Table.Tr key={member.contact}>
                <Table.Td>
                  <TextLink to="/contacts/$contact" params={{ contact: member.contact }}>
                    <Name>{member.name}</Name>
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <When at={member.since} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Listing>
        )}
      </Listed>
    </Card>
  );
}

function DeleteButton({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const navigate = useNavigate();
  const ask = useAsk();
  const mayEdit = useMay("editFlows");
  const remove = useWrite({
    send: () => read(api.DELETE("/api/v1/segments/{id}", { params: { path: { id: segment.id } } })),
    touches: ["segments"],
    done: () => t("deleted", { name: short(segment.name) }),
    after: () => void navigate({ to: "/segments" }),
  });
  if (!mayEdit) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={remove.isPending}
      onClick={() =>
        ask({
          title: t("delete.title", { name: short(segment.name) }),
          text: t("delete.text", { count: segment.members }),
          verb: t("delete.verb"),
          onYes: () => remove.mutate(),
        })
      }
    >
      {t("delete.verb")}
    </Button>
  );
}
