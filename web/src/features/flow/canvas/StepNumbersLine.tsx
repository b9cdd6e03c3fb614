/** What happens at a step now. Each number opens the list of the people whom it counts. */
import { useCount, useStepNumbers } from "../session/numbers";
import { useFlow } from "./context";
import classes from "./StepCard.module.css";

export function StepNumbersLine({ id }: { id: string }) {
  const { speech, numbers, showPeople } = useFlow();
  const step = useStepNumbers(numbers, id);
  const text = useCount(numbers, speech.language);
  const { t } = speech;
  // Who is inside now is no share of those who entered within some days.
  const whole = (count: number) => new Intl.NumberFormat(speech.language).format(count);
  if (!step) return <span className={classes.summary}>{t("numbers.none")}</span>;
  return (
    <span className={classes.numbers}>
      <button
        type="button"
        className={`${classes.count} nodrag`}
        title={t("numbers.enteredHelp")}
        onClick={() => showPeople?.(id)}
      >
        {t("numbers.entered", { count: step.entered, text: text(step.entered) })}
      </button>
      {step.inside > 0 && (
        <button
          type="button"
          className={`${classes.count} nodrag`}
          title={t("numbers.insideHelp")}
          onClick={() => showPeople?.(id)}
        >
          {t("numbers.inside", { count: step.inside, text: whole(step.inside) })}
        </button>
      )}
      {step.failed > 0 && (
        <button
          type="button"
          className={`${classes.count} ${classes.failed} nodrag`}
          title={t("numbers.failedHelp")}
          onClick={() => showPeople?.(id, "failed")}
        >
          {t("numbers.failed", { count: step.failed, text: text(step.failed) })}
        </button>
      )}
    </span>
  );
}
