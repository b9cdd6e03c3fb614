/** Things of the workspace by their names; what is gone is shown as such, not hidden. */
import { Autocomplete, Select } from "@mantine/core";
import { nameOf } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

interface Option {
  readonly id: string;
  readonly name: string;
}

function Reference(props: FieldProps & { options: readonly Option[] }) {
  const { readOnly, speech } = useForm();
  const { value, onChange, options, required } = props;
  const id = typeof value === "string" ? value : null;
  const gone = id !== null && !options.some((option) => option.id === id);
  const data = options.map((option) => ({ value: option.id, label: option.name }));
  return (
    <Select
      {...inputProps(props, readOnly)}
      {...(gone ? { error: speech.t("panel.gone", { id }) } : {})}
      searchable={options.length > 7}
      clearable={!required}
      allowDeselect={false}
      placeholder={speech.t("panel.choose")}
      nothingFoundMessage={speech.t("choices.nothing")}
      data={gone ? [...data, { value: id, label: id }] : data}
      value={id}
      onChange={(next) => onChange(next ?? (required ? undefined : null))}
    />
  );
}

export function SegmentField(props: FieldProps) {
  return <Reference {...props} options={useForm().workspace.segments} />;
}

export function PipelineField(props: FieldProps) {
  return <Reference {...props} options={useForm().workspace.pipelines} />;
}

/** The stages of the pipeline beside it; without one, those of all. */
export function StageField(props: FieldProps) {
  const { pipelines } = useForm().workspace;
  const pipeline = props.around?.pipeline;
  const chosen = pipelines.filter(({ id }) => pipeline === id);
  const several = chosen.length === 0 && pipelines.length > 1;
  const stages = (chosen.length > 0 ? chosen : pipelines).flatMap(({ name, stages: own }) =>
    own.map((stage) => ({ id: stage.id, name: several ? `${stage.name} (${name})` : stage.name })),
  );
  const unique = [...new Map(stages.map((stage) => [stage.id, stage])).values()];
  return <Reference {...props} options={unique} />;
}

/** A free word, with those that are used already. */
export function UsedWordField(props: FieldProps) {
  const { readOnly, workspace } = useForm();
  const { schema, value, onChange, required } = props;
  const used = workspace.used.get(nameOf(schema) ?? "") ?? [];
  return (
    <Autocomplete
      {...inputProps(props, readOnly)}
      data={[...used]}
      value={typeof value === "string" ? value : ""}
      placeholder={typeof schema.default === "string" ? schema.default : undefined}
      onChange={(next) => onChange(next === "" && !required ? (schema.default ?? null) : next)}
    />
  );
}
