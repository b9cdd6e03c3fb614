/** Who goes through the flow: a contact as it is now, or somebody invented. */
import {
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStageChoices } from "@/features/contacts/useStageChoices";
import { PersonSelect } from "../explain/PersonSelect";
import type { Workspace } from "../panel/fields";
import { PairsField } from "./Fields";
import type { Person, Trial } from "./form";
import { Part } from "./Part";
import classes from "./Simulate.module.css";

interface Props {
  readonly trial: Trial;
  readonly change: (changed: Partial<Trial>) => void;
  readonly workspace: Workspace;
}

export function Who({ trial, change, workspace }: Props) {
  const { t } = useTranslation("simulate");
  return (
    <Part title={t("who.title")}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("who.title")}
        value={trial.who}
        data={(["invented", "contact"] as const).map((value) => ({
          value,
          label: t(`who.${value}`),
        }))}
        onChange={(who) => change({ who: who as Trial["who"] })}
      />
      {trial.who === "contact" ? (
        <PersonSelect
          value={trial.contact ?? undefined}
          onChange={(contact) => change({ contact: contact ?? null })}
          description={t("who.contactHelp")}
        />
      ) : (
        <Invented
          person={trial.person}
          workspace={workspace}
          change={(changed) => change({ person: { ...trial.person, ...changed } })}
        />
      )}
    </Part>
  );
}

interface InventedProps {
  readonly person: Person;
  readonly change: (changed: Partial<Person>) => void;
  readonly workspace: Workspace;
}

function Invented({ person, change, workspace }: InventedProps) {
  const stages = useStageChoices();
  const { t } = useTranslation("simulate");
  const used = (type: string) => workspace.used.get(type) ?? [];
  return (
    <>
      <div className={classes.row}>
        <NumberInput
          size="sm"
          label={t("person.score")}
          placeholder="0"
          allowDecimal={false}
          value={person.score}
          onChange={(score) => change({ score: typeof score === "number" ? score : "" })}
        />
        <Select
          size="sm"
          label={t("person.stage")}
          placeholder={t("person.none")}
          clearable
          clearButtonProps={{ "aria-label": t("person.noStage") }}
          data={stages}
          value={person.stage}
          onChange={(stage) => change({ stage: stage as Person["stage"] })}
        />
      </div>
      <TagsInput
        size="sm"
        label={t("person.tags")}
        data={[...used("Tag")]}
        value={[...person.tags]}
        onChange={(tags) => change({ tags })}
      />
      <div>
        <div className={classes.label}>{t("person.properties")}</div>
        <PairsField
          label={t("person.properties")}
          add={t("person.addProperty")}
          names={used("PropertyName")}
          value={person.properties}
          onChange={(properties) => change({ properties })}
        />
      </div>
      <details className={classes.more} open={hasMore(person)}>
        <summary>{t("person.more")}</summary>
        <div className={classes.group}>
          <TextInput
            size="sm"
            type="email"
            label={t("person.email")}
            value={person.email}
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
          <div>
            <div className={classes.label}>{t("person.scores")}</div>
            <PairsField
              label={t("person.scores")}
              add={t("person.addScore")}
              names={used("Category")}
              value={person.scores}
              onChange={(scores) => change({ scores })}
            />
          </div>
          <MultiSelect
            size="sm"
            label={t("person.segments")}
            description={t("person.segmentsHelp")}
            data={workspace.segments.map(({ id, name }) => ({ value: id, label: name }))}
            value={[...person.segments]}
            onChange={(segments) => change({ segments })}
          />
          <Select
            size="sm"
            label={t("person.deal")}
            placeholder={t("person.none")}
            clearable
            clearButtonProps={{ "aria-label": t("person.noDeal") }}
            data={workspace.pipelines.map((pipeline) => ({
              group: pipeline.name,
              items: pipeline.stages.map((stage) => ({
                value: `${pipeline.id}/${stage.id}`,
                label: stage.name,
              })),
            }))}
            value={person.deal}
            onChange={(deal) => change({ deal })}
          />
        </div>
      </details>
    </>
  );
}

/** What was filled in is not hidden. */
const hasMore = ({ email, scores, segments, deal }: Person) =>
  email !== "" || scores.length + segments.length > 0 || deal !== null;
