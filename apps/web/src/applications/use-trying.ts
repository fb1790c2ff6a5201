import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * A try at a partner, which may take long: it can be given up, and the server then keeps nothing of it.
 * @param run what tries; it ends when the signal fires
 */
export function useTrying<Given, Answer>(
  run: (given: Given, signal: AbortSignal) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const controller = useRef<AbortController | null>(null);
  const trying = useMutation({
    mutationFn: (given: Given) => {
      controller.current = new AbortController();
      return run(given, controller.current.signal);
    },
    onSuccess: onDone,
  });
  return {
    start: trying.mutate,
    isTrying: trying.isPending,
    // What was given up is no failure.
    error: controller.current?.signal.aborted ? null : trying.error,
    giveUp: () => {
      controller.current?.abort();
      trying.reset();
    },
  };
}
