/** What is learned from, before it is begun; the finer points are folded away. */
import { Input, NumberInput, SegmentedControl, SimpleGrid, TagsInput, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { FormDialog } from "@/app/shared/Dialog";
import { Folded } from "@/app/shared/Folded";
import { useWrite } from "@/app/shared/useWrite";
import { useKnown } from "@/features/rule/known";
import { currentQuery, TOPIC, triesQuery } from "./queries";
import { type Form, formOf, NUMBERS, SPANS, settingsOf } from "./settings";
import type { Settings } from "./types";

/** The form begins as the last one ended, so it waits until that is known. */
export function LearnDialog({ onClose }: { onClose: () => void }) {
  const tries = useQuery(triesQuery).data?.items ?? [];
  const last = useQuery({ ...currentQuery, enabled: tries.length > 0 });
  if (last.isLoading) return null;
  return <Asking last={last.data?.settings} onClose={onClose} />;
}

const LIMITS = { ...SPANS, ...NUMBERS };
const NAMES = Object.keys(LIMITS) as (keyof typeof LIMITS)[];

function Asking({ last, onClose }: { last: Settings | undefined; onClose: () => void }) {
  const { t } = useTranslation("prediction");
  const form = useForm<Form>({ initialValues: formOf(last) });
  const learn = useWrite({
    send: (values: Form) =>
      read(api.POST("/api/v1/predictions", { body: { settings: settingsOf(values) } })),
    touches: [TOPIC],
    after: onClose,
  });
  const { as_of } = form.values;
  return (
    <FormDialog
      title={t("learn.title")}
      verb={t("learn.verb")}
      pending={learn.isPending}
      onSubmit={form.onSubmit((values) => learn.mutate(values))}
      onClose={onClose}
      size="lg"
    >
      <Text>{t("learn.text")}</Text>
      <Input.Wrapper
        label={t("learn.asOf.label")}
        description={t(`learn.asOf.${as_of}.help`)}
        labelElement="div"
        inputWrapperOrder={["label", "input", "description"]}
      >
        <SegmentedControl
          fullWidth
          mt={4}
          mb={4}
          aria-label={t("learn.asOf.label")}
          data={(["closed", "opened"] as const).map((value) => ({
            value,
            label: t(`learn.asOf.${value}.title`),
          }))}
          {...form.getInputProps("as_of")}
        />
      </Input.Wrapper>
      <Folded summary={t("learn.more")}>
        <AlwaysSo {...form.getInputProps("always_so")} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {NAMES.map((name) => (
            <NumberInput
              key={name}
              label={t(`learn.fields.${name}.label`)}
              description={t(`learn.fields.${name}.help`)}
              required
              withAsterisk={false}
              allowDecimal={false}
              min={LIMITS[name][0]}
              max={LIMITS[name][1]}
              inputWrapperOrder={["label", "input", "description"]}
              {...(name in SPANS && {
                suffix: ` ${t("learn.days", { count: form.values[name] })}`,
              })}
              {...form.getInputProps(name)}
            />
          ))}
        </SimpleGrid>
      </Folded>
    </FormDialog>
  );
}

type AlwaysSoProps = { value?: string[]; onChange: (names: string[]) => void };

/** Without it, nothing can be learned from deals that are older than an import. */
function AlwaysSo(props: AlwaysSoProps) {
  const { t } = useTranslation("prediction");
  const { words } = useKnown();
  return (
    <TagsInput
      label={t("learn.alwaysSo.label")}
      description={t("learn.alwaysSo.help")}
      inputWrapperOrder={["label", "input", "description"]}
      mb="md"
      data={[...words.properties]}
      {...props}
    />
  );
}
