/** A change: sends it, says how it went, and has everything it touches asked for again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useProblemText } from "./problems";
import { tell } from "./tell";

type Options<Input, Output> = {
  send: (input: Input) => Promise<Output>;
  /** The first words of the query keys that show it, such as `contacts`. */
  touches: string[];
  /** Said when it is done. */
  done?: (output: Output, input: Input) => string;
  after?: (output: Output, input: Input) => void;
};

export function useWrite<Input = void, Output = unknown>(options: Options<Input, Output>) {
  const client = useQueryClient();
  const textOf = useProblemText();
  return useMutation({
    mutationFn: options.send,
    onSuccess: (output, input) => {
      const message = options.done?.(output, input);
      if (message !== undefined) tell(message);
      options.after?.(output, input);
      for (const topic of options.touches) void client.invalidateQueries({ queryKey: [topic] });
    },
    onError: (error) => tell(textOf(error), "red"),
  });
}
