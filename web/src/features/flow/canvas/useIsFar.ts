/** Whether one looks from so far that no text can be read: then less is drawn. */
import { useStore } from "@xyflow/react";

const FAR = 0.35;

export const useIsFar = () => useStore(({ transform }) => transform[2] < FAR);
