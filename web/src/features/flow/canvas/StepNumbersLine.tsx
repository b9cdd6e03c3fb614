/** What happens at a step now. The number of people inside opens their list. */
import { useCount, useStepNumbers } from "../session/numbers";
import { useFlow } from "./context";
import classes from "./StepCard.module.css";

export function StepNumbersLine({ id }: { id: string }) {
  const { speech, numbers, showPeople } = useFlow();
  const step = useStepNumbers(numbers, id);
  const text = useCount(numbers, speech.language);
  const { t } = speech;
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
          {t("numbers.inside", { count: step.inside, text: text(step.inside) })}
        </button>
      )}
      {step.failed > 0 && (
        <span className={classes.failed}>
          {t("numbers.failed", { count: step.failed, text: text(step.failed) })}
        </span>
      )}
    </span>
  );
}
