/** One contact: why the score is what it is, what happened, what is known, what is under way. */

import { Button, Grid, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconPlusMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { Shown } from "@/app/shared/states";
import { DisqualifyingBanner } from "@/features/disqualifying/Banner";
import { ProbabilityCard } from "@/features/prediction/ProbabilityCard";
import { StandingCard } from "@/features/scoring/StandingCard";
import { CompanyCard } from "./CompanyCard";
import { GivePoints } from "./GivePoints";
import { Properties } from "./Properties";
import { type Contact, contactQuery } from "./queries";
import { Receipt } from "./Receipt";
import { Stage, Tags } from "./StageAndTags";
import { Timeline } from "./Timeline";
import { Deals, Enrolments, Segments, Tasks } from "./Under";
import { useChangeContact } from "./useChangeContact";

export default function ContactPage() {
  const { t } = useTranslation();
  const { contact: id } = useParams({ from: "/inside/contacts/$contact" });
  const contact = useQuery(contactQuery(id));
  const crumbs = <TextLink to="/contacts">{t("sections.contacts")}</TextLink>;
  if (contact.data === undefined) {
    return (
      <Page title={t("sections.contacts")} crumbs={crumbs}>
        <Shown query={contact}>{() => null}</Shown>
      </Page>
    );
  }
  return <Profile contact={contact.data} crumbs={crumbs} />;
}

function Profile({ contact, crumbs }: { contact: Contact; crumbs: React.ReactNode }) {
  const { t } = useTranslation("contacts");
  const [giving, setGiving] = useState(false);
  const change = useChangeContact(contact);
  const mayScore = useMay("adjustScores");
  const { tab } = useSearch({ from: "/inside/contacts/$contact" });
  const navigate = useNavigate({ from: "/contacts/$contact" });
  return (
    <Page
      title={contact.name}
      crumbs={crumbs}
      about={<Identity contact={contact} />}
      actions={
        mayScore && (
          <Button
            variant="default"
            leftSection={<IconPlusMinus size={16} aria-hidden />}
            onClick={() => setGiving(true)}
          >
            {t("points.give")}
          </Button>
        )
      }
    >
      <DisqualifyingBanner contact={contact} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <SegmentedControl
              value={tab ?? "score"}
              onChange={(value) =>
                void navigate({ search: value === "timeline" ? { tab: value } : {}, replace: true })
              }
              data={[
                { value: "score", label: t("profile.score") },
                { value: "timeline", label: t("profile.timeline") },
              ]}
              style={{ alignSelf: "flex-start" }}
            />
            {tab === "timeline" ? (
              <Timeline contact={contact.id} />
            ) : (
              <>
                <StandingCard contact={contact.id} />
                <Receipt contact={contact} />
              </>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <Card title={t("profile.stageAndTags")}>
              <Stack gap="sm">
                <Stage contact={contact} />
                <Tags contact={contact} />
              </Stack>
            </Card>
            <ProbabilityCard contact={contact.id} />
            <CompanyCard contact={contact} />
            <Properties of={contact.properties} change={change} />
            <Segments contact={contact} />
            <Enrolments contact={contact} />
            <Deals contact={contact} />
            <Tasks contact={contact} />
          </Stack>
        </Grid.Col>
      </Grid>
      {giving && <GivePoints contact={contact} onClose={() => setGiving(false)} />}
    </Page>
  );
}

/** By what we know the person again, after the name. */
function Identity({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const known = [contact.email, contact.user_id].filter((one) => one && one !== contact.name);
  return (
    <Group gap="xs">
      {known.map((one) => (
        <Text key={one} span>
          {one}
        </Text>
      ))}
      {!contact.email && !contact.user_id && <Text span>{t("profile.anonymous")}</Text>}
    </Group>
  );
}
