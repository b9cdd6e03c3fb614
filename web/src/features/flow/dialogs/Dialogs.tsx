/** The one dialog that is open, if any. */
import { lazy, Suspense } from "react";
import { useEditor } from "../canvas/context";
import { ContextMenu } from "./ContextMenu";
import { PortTaken, WhichSideStays } from "./Questions";
import { ReplaceWith } from "./ReplaceWith";
import { ConnectTo, GoTo, MoveTo } from "./StepChoices";
import { StepPicker } from "./StepPicker";

const AskWhose = lazy(async () => ({
  default: (await import("../explain/AskWhose")).AskWhose,
}));
const KeysHelp = lazy(async () => ({ default: (await import("./KeysHelp")).KeysHelp }));

export function Dialogs() {
  const dialog = useEditor((state) => state.dialog);
  switch (dialog?.ask) {
    case "step":
      return <StepPicker dialog={dialog} />;
    case "side":
      return <WhichSideStays {...dialog} />;
    case "connect":
      return <ConnectTo from={dialog.from} />;
    case "taken":
      return <PortTaken {...dialog} />;
    case "move":
      return <MoveTo {...dialog} />;
    case "replace":
      return <ReplaceWith node={dialog.node} />;
    case "whose":
      return (
        <Suspense>
          <AskWhose node={dialog.node} />
        </Suspense>
      );
    case "menu":
      return <ContextMenu {...dialog} />;
    case "search":
      return <GoTo />;
    case "keys":
      return (
        <Suspense>
          <KeysHelp />
        </Suspense>
      );
    default:
      return null;
  }
}
