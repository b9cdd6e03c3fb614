/** Over a contact that is disqualified, or about to be: why, when, and how to object. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconUserX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useMay } from "@/app/session/session";
import { short } from "@/app/shared/foreign";
import { day, toTheMinute } from "@/app/shared/time";
import { When } from "@/app/shared/When";
import { useDue } from "./DueTime";
import { KeepButton } from "./KeepButton";
import { type Disqualification, disqualificationsQuery } from "./queries";
import { StepLink } from "./StepLink";
import { useRequalify } from "./useRequalify";

type Contact = Schemas["ContactResponse"];

export function DisqualifyingBanner({ contact }: { contact: Contact }) {
  const waits = contact.enrolments.some(({ due }) => due);
  const { data = [] } = useQuery({ ...disqualificationsQuery, enabled: waits });
  const next = data.find((one) => one.contact === contact.id);
  if (contact.disqualified) return <Disqualified contact={contact} known={contact.disqualified} />;
  return next && waits ? <AboutToBe one={next} /> : null;
}

type DisqualifiedProps = { contact: Contact; known: NonNullable<Contact["disqualified"]> };

function Disqualified({ contact, known }: DisqualifiedProps) {
  const { t, i18n } = useTranslation("disqualifying");
  const may = useMay("adjustScores");
  const takeBack = useRequalify({
    contact: contact.id,
    done: () => t("takenBack", { name: short(contact.name) }),
  });
  return (
    <Banner
      color="gray"
      title={t("disqualified", { reason: short(known.reason, 500) })}
      action={
        may && (
          <Button
            variant="default"
            size="xs"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate()}
          >
            {t("takeBack")}
          </Button>
        )
      }
    >
      {t("disqualifiedSince", { day: day(new Date(known.at), i18n.language) })} (
      <When at={known.at} />
      ). {known.from && t("before", { stage: t(`app:stages.${known.from}`) })}
    </Banner>
  );
}

function AboutToBe({ one }: { one: Disqualification }) {
  const { t, i18n } = useTranslation("disqualifying");
  const may = useMay("adjustScores");
  const due = useDue(one);
  const title =
    due === "in time" && one.due
      ? t("willBe", { when: toTheMinute(new Date(one.due), i18n.language) })
      : t(due === "when resumed" ? "willBeWhenResumed" : "willBeAtOnce");
  return (
    <Banner
      color="yellow"
      title={title}
      action={may && <KeepButton contact={one.contact} name={one.name} />}
    >
      {short(one.reason, 500)} · <StepLink one={one} />
    </Banner>
  );
}

type BannerProps = { color: string; title: string; action: ReactNode; children: ReactNode };

function Banner({ color, title, action, children }: BannerProps) {
  return (
    <Alert
      variant="light"
      color={color}
      role="group"
      aria-label={title}
      p="sm"
      icon={<IconUserX />}
    >
      <Group justify="space-between" wrap="nowrap">
        <Stack gap={2} maw={820}>
          <Text fw={600}>{title}</Text>
          <Text size="sm" component="div">
            {children}
          </Text>
        </Stack>
        {action}
      </Group>
    </Alert>
  );
}
