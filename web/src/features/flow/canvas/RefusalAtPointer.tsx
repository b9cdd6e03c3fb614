/** Says at the pointer why the wire in the hand cannot end where it is now, or what was refused. */
import { useConnection } from "@xyflow/react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { disconnected, refusal } from "../model/connect";
import type { Point } from "../model/document";
import { nextPort } from "../model/graph";
import { useEditor, useFlow } from "./context";
import classes from "./RefusalAtPointer.module.css";
import { stepAt } from "./stepAt";

const SHOWN_MS = 4_000;

export function RefusalAtPointer() {
  return (
    <>
      <WhileWiring />
      <AfterRefusal />
    </>
  );
}

function WhileWiring() {
  const { speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const held = useEditor((state) => state.held);
  const fixed = useConnection(({ inProgress, fromHandle }) =>
    inProgress ? `${fromHandle.type}\n${fromHandle.nodeId}\n${fromHandle.id}` : null,
  );
  const pointer = usePointer(fixed !== null);
  const step = pointer && stepAt(pointer);
  if (!fixed || !pointer || !step) return null;
  const [end, id = "", handle = ""] = fixed.split("\n");
  const rest = held ? disconnected(document, held) : document;
  const wire =
    end === "source"
      ? { from: id, port: handle, to: step }
      : { from: step, port: nextPort(rest, kinds, step) ?? "", to: id };
  const why = step === id ? null : refusal(rest, kinds, wire, { replace: !held });
  return why ? <Tip at={pointer} text={speech.t(`refusal.${why}`)} /> : null;
}

function AfterRefusal() {
  const { speech } = useFlow();
  const notice = useEditor((state) => state.notice);
  const [gone, setGone] = useState<number | null>(null);
  useEffect(() => {
    if (!notice?.at) return;
    const timer = setTimeout(() => setGone(notice.count), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice?.at || gone === notice.count) return null;
  return <Tip at={notice.at} text={speech.t(notice.key, notice.values)} />;
}

function Tip({ at, text }: { at: Point; text: string }) {
  const left = Math.min(at.x + 14, globalThis.innerWidth - 300);
  return createPortal(
    <div className={classes.tip} style={{ left, top: at.y + 14 }} aria-hidden>
      {text}
    </div>,
    globalThis.document.body,
  );
}

function usePointer(on: boolean): Point | null {
  const [pointer, setPointer] = useState<Point | null>(null);
  useEffect(() => {
    if (!on) return;
    const track = (event: PointerEvent | MouseEvent) =>
      setPointer({ x: event.clientX, y: event.clientY });
    globalThis.addEventListener("mousemove", track);
    return () => globalThis.removeEventListener("mousemove", track);
  }, [on]);
  return on ? pointer : null;
}
