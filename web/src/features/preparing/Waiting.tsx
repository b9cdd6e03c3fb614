/** What waits until the past has been counted: how far it is, what stands in its way, giving it up. */
import { Alert, Box, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconHourglass } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Bar } from "@/app/shared/Bar";
import { short } from "@/app/shared/foreign";
import { KeptSince } from "@/app/shared/KeptSince";
import { Name } from "@/app/shared/Name";
import { sentence } from "@/app/shared/problems";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { giveUp, type Kind, type Preparation, preparationsQuery, topicOf } from "./queries";
import { type Standing, standingOf } from "./standing";
import { useStandingText } from "./useStandingText";
import classes from "./Waiting.module.css";

interface Props {
  readonly kind: Kind;
  /** Only what waits of this one; else of all. */
  readonly subject?: string;
  /** Whether a version is in force meanwhile. */
  readonly isPublished: (subject: string) => boolean;
  /** From edge to edge, under a header that says the name already. */
  readonly flush?: boolean;
}

export function Waiting({ kind, subject, isPublished, flush = false }: Props) {
  const all = useQuery(preparationsQuery(kind)).data ?? [];
  const shown = all.filter((one) => subject === undefined || one.subject === subject);
  if (shown.length === 0) return null;
  return (
    <Stack gap={flush ? 0 : "xs"}>
      {shown.map((one) => (
        <One
          key={one.id}
          one={one}
          kind={kind}
          isPublished={isPublished(one.subject)}
          flush={flush}
        />
      ))}
    </Stack>
  );
}

interface OneProps {
  readonly one: Preparation;
  readonly kind: Kind;
  readonly isPublished: boolean;
  readonly flush: boolean;
}

function One({ one, kind, isPublished, flush }: OneProps) {
  const { t } = useTranslation("preparing");
  const standing = standingOf(one);
  const stuck = standing.is === "stuck";
  return (
    <Alert
      variant="light"
      color={stuck ? "red" : "water"}
      // Its progress is not to be read aloud at every percent.
      role={stuck ? "alert" : "group"}
      p="sm"
      icon={stuck ? <IconAlertTriangle aria-hidden /> : <IconHourglass aria-hidden />}
      {...(flush
        ? { radius: 0, className: classes.flush, "aria-label": short(one.name) }
        : { title: <Name max={80}>{one.name}</Name> })}
    >
      <Group justify="space-between" align="flex-end">
        <Stack gap={4} maw={680}>
          <Progress name={one.name} standing={standing} />
          <Text size="sm" c="dimmed">
            {stuck ? t("todo") : t(isPublished ? "stays" : "appears")}
          </Text>
          <KeptSince since={one.kept_since} />
        </Stack>
        <GiveUp one={one} kind={kind} isPublished={isPublished} />
      </Group>
    </Alert>
  );
}

function Progress({ name, standing }: { name: string; standing: Standing }) {
  const { t } = useTranslation("preparing");
  const text = useStandingText()(standing);
  return (
    <>
      <Text size="sm" className="numbers">
        {text}
      </Text>
      {standing.is === "stuck" && <Text size="sm">{sentence(standing.problem)}</Text>}
      {standing.is === "counting" && (
        <Box maw={420}>
          <Bar label={t("bar", { name: short(name) })} value={standing.share} />
        </Box>
      )}
    </>
  );
}

function GiveUp({ one, kind, isPublished }: Omit<OneProps, "flush">) {
  const { t } = useTranslation("preparing");
  const ask = useAsk();
  const mayEdit = useMay("editFlows");
  const name = short(one.name);
  const end = useWrite({
    send: () => giveUp(one.id),
    touches: [topicOf(kind)],
    done: () => t("giveUp.done", { name }),
  });
  if (!mayEdit) return null;
  return (
    <Button
      size="xs"
      variant="default"
      loading={end.isPending}
      onClick={() =>
        ask({
          title: t("giveUp.title", { name }),
          text: t(isPublished ? "giveUp.stays" : `giveUp.new.${kind}`),
          verb: t("giveUp.verb"),
          onYes: () => end.mutate(),
        })
      }
    >
      {t("giveUp.verb")}
    </Button>
  );
}
