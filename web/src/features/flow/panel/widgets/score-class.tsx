/** A class of a scoring model, by the names of both. */
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { modelsQuery } from "@/features/scoring/queries";
import { isRecord } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

/** No id has a blank in it. */
const keyOf = (model: string, id: string) => `${model} ${id}`;

export function ScoreClassField(props: FieldProps) {
  const { readOnly, speech } = useForm();
  const models = useQuery(modelsQuery).data?.items;
  const { model, class: id } = isRecord(props.value) ? props.value : {};
  const chosen = model && id ? keyOf(String(model), String(id)) : null;
  const data = (models ?? [])
    .filter(({ classes }) => classes.length > 0)
    .map((one) => ({
      group: one.name,
      items: one.classes.map(({ id: of, name, from }) => ({
        value: keyOf(one.id, of),
        label: speech.t("threshold.option", { name, from }),
      })),
    }));
  const known = data.some(({ items }) => items.some(({ value }) => value === chosen));
  const gone = chosen !== null && models !== undefined && !known;
  const error = gone ? { error: speech.t("panel.gone", { id: String(id) }) } : {};
  return (
    <Select
      {...inputProps(props, readOnly)}
      {...error}
      placeholder={speech.t(data.length === 0 ? "threshold.none" : "panel.choose")}
      data={known || chosen === null ? data : [...data, { value: chosen, label: String(id) }]}
      value={chosen}
      allowDeselect={false}
      onChange={(next) => {
        const [to = "", of = ""] = next?.split(" ") ?? [];
        props.onChange({ model: to, class: of });
      }}
    />
  );
}
