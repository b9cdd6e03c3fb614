/** How it begins: the contact is put in at a trigger, or things happen and the triggers decide. */
import { ActionIcon, Autocomplete, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useStageChoices } from "@/features/contacts/useStageChoices";
import { useEditor, useFlow } from "../canvas/context";
import { roleOf } from "../model/kinds";
import type { Workspace } from "../panel/fields";
import { stepTitle } from "../words/words";
import { AddButton, EventField, LengthField, PairsField } from "./Fields";
import { eventsIn, HAPPENS, type Happens, type Trial, WHATS } from "./form";
import { Part } from "./Part";
import classes from "./Simulate.module.css";

interface Props {
  readonly trial: Trial;
  readonly change: (changed: Partial<Trial>) => void;
  readonly workspace: Workspace;
}

const HAPPENINGS = "\nhappenings";

export function Start({ trial, change, workspace }: Props) {
  const { speech } = useFlow();
  const { t } = useTranslation("simulate");
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const triggers = document.nodes.filter((node) => roleOf(kinds, node) === "trigger");
  const chosen = triggers.find(({ id }) => id === trial.trigger) ?? triggers[0];
  const set = (at: number, next: Happens | null) =>
    change({
      happenings: trial.happenings.flatMap((one, place) =>
        place !== at ? [one] : next ? [next] : [],
      ),
    });
  return (
    <Part title={t("start.title")}>
      <Select
        size="sm"
        aria-label={t("start.title")}
        allowDeselect={false}
        data={[
          ...triggers.map((node) => ({
            value: node.id,
            label: t("start.enter", { step: stepTitle(speech, kinds, node) }),
          })),
          { value: HAPPENINGS, label: t("start.happenings") },
        ]}
        value={trial.start === "happenings" ? HAPPENINGS : (chosen?.id ?? null)}
        onChange={(id) =>
          id === HAPPENINGS
            ? change({ start: "happenings" })
            : change({ start: "enter", trigger: id })
        }
      />
      {trial.start === "happenings" && (
        <>
          <ol className={classes.happenings}>
            {trial.happenings.map((one, at) => (
              <li key={at}>
                <Happening
                  first={at === 0}
                  value={one}
                  workspace={workspace}
                  onChange={(next) => set(at, next)}
                />
              </li>
            ))}
          </ol>
          <AddButton onClick={() => change({ happenings: [...trial.happenings, HAPPENS] })}>
            {t("happens.add")}
          </AddButton>
        </>
      )}
    </Part>
  );
}

interface HappeningProps {
  readonly first: boolean;
  readonly value: Happens;
  readonly workspace: Workspace;
  readonly onChange: (next: Happens | null) => void;
}

function Happening({ first, value, workspace, onChange }: HappeningProps) {
  const { t } = useTranslation("simulate");
  const set = (changed: Partial<Happens>) => onChange({ ...value, ...changed });
  return (
    <div className={classes.group}>
      <LengthField
        label={t(first ? "happens.afterStart" : "happens.after")}
        placeholder={t(first ? "happens.atOnce" : "happens.then")}
        value={value.after}
        onChange={(after) => set({ after })}
      />
      <Group gap={6} wrap="nowrap">
        <Select
          size="sm"
          flex={1}
          aria-label={t("happens.what")}
          allowDeselect={false}
          data={WHATS.map((what) => ({ value: what, label: t(`happens.${what}`) }))}
          value={value.what}
          onChange={(what) =>
            what && onChange({ ...HAPPENS, after: value.after, what: what as Happens["what"] })
          }
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("happens.remove")}
          onClick={() => onChange(null)}
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <What value={value} set={set} workspace={workspace} />
    </div>
  );
}

interface WhatProps {
  readonly value: Happens;
  readonly set: (changed: Partial<Happens>) => void;
  readonly workspace: Workspace;
}

function What({ value, set, workspace }: WhatProps) {
  const stages = useStageChoices();
  const { t } = useTranslation("simulate");
  const document = useEditor((state) => state.document);
  const label = t(`happens.${value.what}`);
  const used = (type: string) => [...(workspace.used.get(type) ?? [])];
  switch (value.what) {
    case "event":
      return (
        <>
          <EventField
            known={eventsIn(document)}
            value={value.name}
            onChange={(name) => set({ name })}
          />
          <PairsField
            label={t("happens.details")}
            add={t("happens.addDetail")}
            names={used("PropertyName")}
            value={value.details}
            onChange={(details) => set({ details })}
          />
        </>
      );
    case "add_tag":
    case "remove_tag":
      return (
        <Autocomplete
          size="sm"
          aria-label={label}
          placeholder={t("happens.tag")}
          data={used("Tag")}
          value={value.name}
          onChange={(name) => set({ name })}
        />
      );
    case "points":
      return (
        <NumberInput
          size="sm"
          aria-label={label}
          placeholder="10"
          allowDecimal={false}
          value={value.name}
          onChange={(points) => set({ name: String(points) })}
        />
      );
    case "stage":
      return (
        <Select
          size="sm"
          aria-label={label}
          data={stages}
          value={value.name || null}
          onChange={(stage) => set({ name: stage ?? "" })}
        />
      );
    case "property":
      return (
        <Group gap={6} wrap="nowrap">
          <Autocomplete
            size="sm"
            flex={1}
            aria-label={`${label}: ${t("pair.name")}`}
            placeholder={t("pair.name")}
            data={used("PropertyName")}
            value={value.name}
            onChange={(name) => set({ name })}
          />
          <TextInput
            size="sm"
            flex={1}
            aria-label={`${label}: ${t("pair.value")}`}
            placeholder={t("pair.value")}
            value={value.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
          />
        </Group>
      );
    case "time":
      return null;
  }
}
