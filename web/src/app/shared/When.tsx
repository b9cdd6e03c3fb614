/** A time as people say it, with the exact time on hover and for whoever reads with a machine. */
import { Text, type TextProps, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { exactly, relatively } from "./time";
import { useNow } from "./useNow";

type Props = TextProps & { at: string | null | undefined; never?: string };

export function When({ at, never, ...text }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  if (at === null || at === undefined) {
    return (
      <Text span inherit c="dimmed" {...text}>
        {never ?? t("time.never")}
      </Text>
    );
  }
  const date = new Date(at);
  return (
    <Tooltip label={exactly(date, i18n.language)}>
      <Text span inherit component="time" dateTime={at} style={{ whiteSpace: "nowrap" }} {...text}>
        {relatively(date, now, i18n.language, t("time.now"))}
      </Text>
    </Tooltip>
  );
}
